import { describe, expect, it } from '@jest/globals';
import { isAtHand } from '../../../../../services/gateway/rest/send.ts';

describe('If-None-Match', () => {
  it.each(['W/"a"', '"a"', '"b", W/"a"', ' * ', '"b","a"'])('has it at hand: %s', (header) => {
    expect(isAtHand(header, 'W/"a"')).toBe(true);
  });

  it.each([undefined, '', '"b"', 'a', '"A"', 'W/"a', '"*"'])('does not have it at hand: %s', (header) => {
    expect(isAtHand(header, 'W/"a"')).toBe(false);
  });
});
