import type { ErrorType } from '../../errors.ts';
import type { DeliverCommand } from './session/commands.ts';
import type { SessionSummary } from './session/session.ts';

/** What a session says to a command: its version after it, and how it is. */
export interface TellAnswer {
  v: number;
  reply: SessionSummary;
}

/** Why one of several commands was not taken. */
export interface RefusedCommand {
  refused: ErrorType;
  message: string;
}

/** Bytes of one file that were delivered, in one answer or several. */
export interface DeliveryReport extends Omit<DeliverCommand, 'type' | 'ago'> {
  /** Of the command: the same report again counts once. */
  id: string;
  session?: string | undefined;
  /** The program that they were delivered to. */
  client: string;
}
