import { CantigaError } from '../../errors.ts';
import type { Operation } from '../../mixins/store/types.ts';
import type { Account, AdminList } from './model.ts';

export const ADMIN_LIST = 'admins';

/**
 * The writes that change an account, in an order in which a part of them does no harm: who stops being an administrator
 * leaves the list first, who becomes one enters it last. So the list never names more administrators than there are.
 * @throws {CantigaError} FORBIDDEN when no administrator would be left
 */
export function accountWrites(list: AdminList, next: Account): Operation[] {
  const write: Operation = { collection: 'accounts', update: next };
  const listed = list.ids.includes(next._id);
  if (listed === next.admin) return [write];
  if (next.admin) return [write, listWrite(list, [...list.ids, next._id])];
  const left = list.ids.filter((id) => id !== next._id);
  if (left.length === 0) {
    throw new CantigaError(
      'FORBIDDEN',
      `${next.username} is the only administrator. Make someone else an administrator first.`,
    );
  }
  return [listWrite(list, left), write];
}

function listWrite(list: AdminList, ids: string[]): Operation {
  return { collection: 'admins', update: { ...list, ids } as AdminList };
}
