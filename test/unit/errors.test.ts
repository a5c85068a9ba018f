import { describe, expect, it } from '@jest/globals';
import { Errors } from 'moleculer';
import { CantigaError, isError, kindOf, toPublicError } from '../../errors.ts';

/** An error as it arrives from another node: the fields without the class. */
function fromAnotherNode(error: Errors.MoleculerError): Error {
  const { name, message, code, type, data, retryable } = error;
  return Object.assign(new Error(message), { name, code, type, data, retryable });
}

describe('an error of the engine', () => {
  it('carries the HTTP status, and whether trying again may help', () => {
    expect(new CantigaError('NOT_FOUND', 'No such album.')).toMatchObject({
      code: 404,
      type: 'NOT_FOUND',
      retryable: false,
    });
    expect(new CantigaError('DISK_FULL', 'No space left.')).toMatchObject({ code: 507, retryable: true });
  });

  it('has a code for Subsonic clients', () => {
    expect(kindOf('WRONG_CREDENTIALS').subsonic).toBe(40);
    expect(kindOf('FORBIDDEN').subsonic).toBe(50);
    expect(kindOf('NOT_FOUND').subsonic).toBe(70);
  });

  it('is told apart by its type, wherever it was thrown', () => {
    const error = new CantigaError('CONFLICT', 'It has changed.');
    expect(isError(error, 'CONFLICT')).toBe(true);
    expect(isError(fromAnotherNode(error), 'CONFLICT')).toBe(true);
    expect(isError(error, 'NOT_FOUND')).toBe(false);
    expect(isError(new Error('CONFLICT'), 'CONFLICT')).toBe(false);
    expect(isError('CONFLICT', 'CONFLICT')).toBe(false);
  });
});

describe('an error shown to a caller', () => {
  it('is the one of the engine itself', () => {
    const error = new CantigaError('THROTTLED', 'Too many attempts.', { retryAfter: 5 });
    expect(toPublicError(error)).toBe(error);
  });

  it('keeps message and data of an error of another node', () => {
    const error = new CantigaError('THROTTLED', 'Too many attempts.', { retryAfter: 5 });
    const shown = toPublicError(fromAnotherNode(error));
    expect(shown).toBeInstanceOf(CantigaError);
    expect(shown).toMatchObject({
      type: 'THROTTLED',
      message: 'Too many attempts.',
      data: { retryAfter: 5 },
    });
  });

  it('names the parameter that is missing', () => {
    const error = new Errors.ValidationError('Parameters validation error!', 'VALIDATION_ERROR', [
      { type: 'required', field: 'id', message: "The 'id' field is required." },
    ]);
    expect(toPublicError(error)).toMatchObject({
      type: 'MISSING_PARAMETER',
      message: "Parameter 'id' is missing.",
    });
  });

  it('says what is wrong with a parameter', () => {
    const error = new Errors.ValidationError('Parameters validation error!', 'VALIDATION_ERROR', [
      { type: 'numberMax', field: 'size', message: "The 'size' field must be at most 500." },
    ]);
    const expected = { type: 'BAD_PARAMETER', message: "The 'size' field must be at most 500." };
    expect(toPublicError(error)).toMatchObject(expected);
    expect(toPublicError(fromAnotherNode(error))).toMatchObject(expected);
  });

  it.each([
    new Errors.ServiceNotFoundError({ action: 'catalog.album', nodeID: 'n' }),
    new Errors.ServiceNotAvailableError({ action: 'catalog.album', nodeID: 'n' }),
    new Errors.RequestTimeoutError({ action: 'catalog.album', nodeID: 'n' }),
    new Errors.RequestSkippedError({ action: 'catalog.album', nodeID: 'n' }),
    new Errors.QueueIsFullError({ action: 'catalog.album', nodeID: 'n', size: 1, limit: 1 }),
    // Its declaration asks for a message that it does not take.
    new Errors.BrokerDisconnectedError(''),
  ])('asks to try again when a service does not answer ($name)', (error) => {
    const shown = toPublicError(error);
    expect(shown).toMatchObject({ type: 'UNAVAILABLE', code: 503, retryable: true, data: { retryAfter: 2 } });
    expect(shown.message).not.toContain('catalog.album');
  });

  it.each([
    ['a fault', new TypeError("Cannot read '/srv/music/secret.mp3'")],
    ['a fault of the file system', Object.assign(new Error('EACCES: /srv/music'), { code: 'EACCES' })],
    ['a type of error that only objects have', Object.assign(new Error('/srv'), { type: 'toString' })],
    ['something that is no error', 'a string about /srv/music'],
    ['nothing', undefined],
    ['null', null],
  ])('tells nothing of what went wrong inside: %s', (_what, thrown) => {
    const shown = toPublicError(thrown);
    expect(shown).toMatchObject({ type: 'INTERNAL', code: 500 });
    expect(shown.message).not.toMatch(/srv/);
  });
});
