import { t } from '../i18n/locale.ts';
import { type Markable, rate, ratingOf } from '../state/marks.ts';
import { Icon } from './icon.tsx';
import '../styles/rating.css';

const STEPS = [1, 2, 3, 4, 5];

/** One to five stars, as a group of radio buttons; the one that is chosen, chosen again, takes the rating back. */
export function Rating({ item, name }: { item: Markable; name: string }) {
  const rating = ratingOf(item);
  return (
    <fieldset class="rating">
      <legend class="visually-hidden">{`${t('rating.label')}: ${name}`}</legend>
      {STEPS.map((step) => (
        <label
          key={step}
          class={step <= rating ? 'rating-step rating-on' : 'rating-step'}
          title={t('rating.value', { n: step })}
        >
          <input
            class="visually-hidden"
            type="radio"
            name={`rating-${item.id}`}
            checked={step === rating}
            aria-label={t('rating.value', { n: step })}
            onChange={() => rate(item, step)}
            onClick={() => step === rating && rate(item, 0)}
          />
          <Icon name={step <= rating ? 'starred' : 'star'} size={step <= rating ? 18 : 14} />
        </label>
      ))}
    </fieldset>
  );
}
