/**
 * Lets the first of many events through, and afterwards one in each interval, so that a log does not fill up with the same.
 * @param interval ms
 * @param tell hears of the event, and how many were left out since the one before
 * @param now a clock, ms
 */
export function seldom<T>(
  interval: number,
  tell: (event: T, leftOut: number) => void,
  now: () => number = () => performance.now(),
): (event: T) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  let leftOut = 0;
  return (event) => {
    if (now() - toldAt < interval) {
      leftOut++;
      return;
    }
    tell(event, leftOut);
    toldAt = now();
    leftOut = 0;
  };
}
