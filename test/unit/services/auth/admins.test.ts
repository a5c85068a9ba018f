import { describe, expect, it } from '@jest/globals';
import { accountWrites } from '../../../../services/auth/admins.ts';
import type { Account } from '../../../../services/auth/model.ts';

const account = (id: string, admin: boolean): Account => ({
  _id: id,
  rev: 1,
  username: id,
  hash: '',
  epoch: 1,
  admin,
  scrobbling: true,
  maxBitRate: 0,
  created: '',
});
const list = (...ids: string[]) => ({ _id: 'admins', rev: 7, ids });

describe('changing who is an administrator', () => {
  it('touches the list only when that changes', () => {
    const ana = account('us-1', true);
    expect(accountWrites(list('us-1'), ana)).toEqual([{ collection: 'accounts', update: ana }]);
  });

  it('enters a new administrator in the list last', () => {
    const ben = account('us-2', true);
    expect(accountWrites(list('us-1'), ben)).toEqual([
      { collection: 'accounts', update: ben },
      { collection: 'admins', update: list('us-1', 'us-2') },
    ]);
  });

  it('takes a former administrator off the list first', () => {
    const ben = account('us-2', false);
    expect(accountWrites(list('us-1', 'us-2'), ben)).toEqual([
      { collection: 'admins', update: list('us-1') },
      { collection: 'accounts', update: ben },
    ]);
  });

  it('refuses to take the last one off', () => {
    expect(() => accountWrites(list('us-1'), account('us-1', false))).toThrow(
      expect.objectContaining({ type: 'FORBIDDEN' }),
    );
  });
});
