import { useSignal } from '@preact/signals';
import '../styles/slider.css';

interface SliderProps {
  label: string;
  /** 0 to `max`. */
  value: number;
  max: number;
  step: number;
  /** Of `max`: what is here already. */
  ready?: number;
  /** What the value is in words. */
  textOf(value: number): string;
  /** While it is dragged. */
  onMove?(value: number): void;
  /** When it has been let go, and at each key. */
  onSet(value: number): void;
  disabled?: boolean;
  tabIndex?: number;
}

/** A bar to be dragged, clicked, or moved by keys. While somebody drags it, it stays where they hold it. */
export function Slider({ label, value, max, step, ready = 0, textOf, onMove, onSet, disabled }: SliderProps) {
  const held = useSignal<number | undefined>(undefined);
  const shown = held.value ?? value;
  const part = (amount: number) => (max > 0 ? Math.min(1, amount / max) : 0);
  return (
    <input
      class={held.value === undefined ? 'slider' : 'slider slider-held'}
      type="range"
      aria-label={label}
      aria-valuetext={textOf(shown)}
      min={0}
      max={max}
      step={step}
      value={shown}
      disabled={disabled}
      style={{ '--part': part(shown).toFixed(4), '--ready': part(ready).toFixed(4) }}
      onInput={(event) => {
        held.value = event.currentTarget.valueAsNumber;
        onMove?.(held.value);
      }}
      onChange={(event) => {
        held.value = undefined;
        onSet(event.currentTarget.valueAsNumber);
      }}
    />
  );
}
