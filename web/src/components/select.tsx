import { t } from '../i18n/locale.ts';
import { showMenu } from '../state/menu.ts';
import { Icon } from './icon.tsx';

interface SelectProps<T> {
  label: string;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange(value: T): void;
}

/** One of several, of which only the one that is chosen is seen. */
export function Select<T>({ label, options, value, onChange }: SelectProps<T>) {
  const chosen = options.find((option) => option.value === value)?.label ?? t('albums.sort');
  return (
    <button
      type="button"
      class="button button-plain select"
      aria-haspopup="menu"
      aria-label={`${label}: ${chosen}`}
      onClick={(event) => {
        const items = options.map((option) => ({
          label: option.label,
          checked: option.value === value,
          run: () => onChange(option.value),
        }));
        showMenu(label, [items], event.currentTarget);
      }}
    >
      <span class="one-line">{chosen}</span>
      <Icon name="down" size={18} />
    </button>
  );
}
