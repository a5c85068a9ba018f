import { t } from '../i18n/locale.ts';
import { isStarred, type Markable, toggleStar } from '../state/marks.ts';
import { IconButton } from './button.tsx';
import '../styles/star-button.css';

interface StarButtonProps {
  item: Markable;
  /** Of the item, so that the button says which one it stars. */
  name: string;
  size?: 'small' | 'medium' | 'large';
  tabIndex?: number;
}

export function StarButton({ item, name, size = 'medium', tabIndex }: StarButtonProps) {
  const starred = isStarred(item);
  return (
    <IconButton
      class="star-button"
      icon={starred ? 'starred' : 'star'}
      label={t(starred ? 'star.remove' : 'star.add', { name })}
      pressed={starred}
      size={size}
      tabIndex={tabIndex}
      onClick={() => toggleStar(item)}
    />
  );
}
