import '../styles/equaliser.css';

/** Three bars that move while music sounds: marks what is being heard. */
export function Equaliser({ still }: { still: boolean }) {
  return (
    <svg
      class={still ? 'equaliser equaliser-still' : 'equaliser'}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
    >
      <rect x="1" y="2" width="3" height="13" rx="1" />
      <rect x="6.5" y="2" width="3" height="13" rx="1" />
      <rect x="12" y="2" width="3" height="13" rx="1" />
    </svg>
  );
}
