import { t } from '../i18n/locale.ts';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import '../styles/filter-field.css';

interface FilterFieldProps {
  label: string;
  value: string;
  onValue(value: string): void;
}

/** Narrows what is on the page down. */
export function FilterField({ label, value, onValue }: FilterFieldProps) {
  return (
    <search class="filter">
      <Icon name="search" size={18} />
      <input
        class="filter-input"
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {value !== '' && (
        <IconButton icon="close" size="small" label={t('search.clear')} onClick={() => onValue('')} />
      )}
    </search>
  );
}
