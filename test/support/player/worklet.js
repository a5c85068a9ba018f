registerProcessor(
  'recorder',
  class extends AudioWorkletProcessor {
    process([[left, right]]) {
      if (left)
        this.port.postMessage(right ? left.map((sample, at) => (sample + right[at]) / 2) : left.slice());
      else this.port.postMessage(new Float32Array(128));
      return true;
    }
  },
);
