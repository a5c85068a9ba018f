import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CantigaError, StartupError } from '../../errors.ts';
import { reasonOf } from '../../start-failure.ts';

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('the reason for which an engine cannot start', () => {
  it('is what was found wrong', () => {
    expect(reasonOf(new StartupError('Port 4040 is taken.'))).toBe('Port 4040 is taken.');
  });

  it.each([
    ['a store', new CantigaError('DISK_FULL', 'Nothing can be stored now.')],
    ['the file system', Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' })],
    ['a quota', Object.assign(new Error('quota exceeded'), { code: 'EDQUOT', syscall: 'write' })],
    ['SQLite', Object.assign(new Error('database or disk is full'), { errcode: 13 })],
  ])('is the full disk, whether %s says so', (_, error) => {
    expect(reasonOf(error)).toMatch(/^The disk that holds CANTIGA_DATA is full/);
  });

  it('is what the system refused, with the file', () => {
    const error = thrownBy(() => readFileSync('/nowhere/secret'));
    expect(reasonOf(error)).toBe("ENOENT: no such file or directory, open '/nowhere/secret'.");
  });

  it('is nothing to tell people when it is a fault of the engine', () => {
    expect(reasonOf(new TypeError('x is not a function'))).toBeUndefined();
    expect(reasonOf(undefined)).toBeUndefined();
  });
});
