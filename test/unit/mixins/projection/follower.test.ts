import { describe, expect, it } from '@jest/globals';
import { Follower } from '../../../../mixins/projection/follower.ts';

/** Read models that write down what they are asked to take in. */
function models(answer: (partitions: readonly number[], step: number) => number[] = () => []) {
  const steps: (readonly number[])[] = [];
  let rested = 0;
  return {
    steps,
    rested: () => rested,
    async advance(partitions: readonly number[]) {
      steps.push(partitions);
      return answer(partitions, steps.length);
    },
    async rest() {
      rested++;
    },
  };
}

function following(followed: ReturnType<typeof models>, isAlone = true) {
  const failures: unknown[] = [];
  const follower = new Follower({ models: followed, isAlone, onFailure: (error) => failures.push(error) });
  follower.start();
  return { follower, failures };
}

describe('a follower', () => {
  it('looks everywhere at first, and then where something is new', async () => {
    const followed = models();
    const { follower } = following(followed);
    await follower.caughtUp();
    follower.hint(7);
    follower.hint(9);
    follower.hint(7);
    await follower.caughtUp();
    await follower.stop();
    expect(followed.steps[0]).toHaveLength(64);
    expect(followed.steps.slice(1).flat().sort()).toEqual([7, 9]);
    expect(followed.rested()).toBe(1);
  });

  it('goes on where there is more', async () => {
    const followed = models((partitions, step) => (step < 4 ? partitions.slice(0, 2) : []));
    const { follower } = following(followed);
    await follower.caughtUp();
    await follower.stop();
    expect(followed.steps.map(({ length }) => length)).toEqual([64, 2, 2, 2]);
  });

  it('says once that it cannot, and tries again until it can', async () => {
    const followed = models((_, step) => {
      if (step < 3) throw new Error('no answer');
      return [];
    });
    const { follower, failures } = following(followed);
    await follower.caughtUp();
    await follower.stop();
    expect(failures).toEqual([new Error('no answer')]);
    expect(followed.steps.map(({ length }) => length)).toEqual([64, 64, 64]);
  });

  it('looks everywhere now and then when others write too', async () => {
    const followed = models();
    const { follower } = following(followed, false);
    await follower.caughtUp();
    while (followed.steps.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    await follower.stop();
    expect(followed.steps[1]).toHaveLength(64);
  });

  it('ends at once, also while it waits to try again', async () => {
    const followed = models(() => {
      throw new Error('no answer');
    });
    const { follower } = following(followed);
    await new Promise((resolve) => setImmediate(resolve));
    await follower.stop();
    expect(followed.rested()).toBe(1);
  });
});
