import { useId } from 'preact/hooks';
import { t } from '../../i18n/locale.ts';
import type { BarName } from './names.ts';

interface Bar extends BarName {
  amount: number;
}

interface BarsProps {
  title: string;
  bars: readonly Bar[];
  inWords(amount: number): string;
  isWide?: boolean | undefined;
}

/** Pixels of the whole picture, of the names below the bars, and of the words above the highest. */
const HEIGHT = 168;
const NAMES = 24;
const WORDS = 24;
/** The part of its place that a bar takes. */
const PART = 0.68;
/** Pixels of a bar of which there is something. */
const LEAST = 2;

/** Amounts beside each other; the highest is told in words, and all of them to those who do not see them. */
export function Bars({ title, bars, inWords, isWide = false }: BarsProps) {
  const id = useId();
  const most = Math.max(...bars.map(({ amount }) => amount));
  const peak = bars.findIndex(({ amount }) => amount === most);
  const place = 100 / bars.length;
  const percent = (value: number) => `${value.toFixed(3)}%`;
  const room = HEIGHT - NAMES - WORDS;
  return (
    <figure class={isWide ? 'chart chart-wide' : 'chart'} aria-labelledby={id}>
      <figcaption id={id} class="chart-title">
        {title}
      </figcaption>
      <svg width="100%" height={HEIGHT} aria-hidden="true">
        <line class="chart-base" x1="0" x2="100%" y1={HEIGHT - NAMES} y2={HEIGHT - NAMES} />
        {bars.map(({ name, short, amount }, i) => {
          const height = amount > 0 ? Math.max(LEAST, (amount / most) * room) : 0;
          const middle = percent((i + 0.5) * place);
          return (
            <g key={name} class={i === peak && most > 0 ? 'chart-peak' : ''}>
              {/* All of its place tells what it stands for, however low the bar is. */}
              <rect class="chart-place" x={percent(i * place)} width={percent(place)} height="100%">
                <title>{`${name}: ${inWords(amount)}`}</title>
              </rect>
              <rect
                class="chart-bar"
                x={percent((i + (1 - PART) / 2) * place)}
                y={HEIGHT - NAMES - height}
                width={percent(place * PART)}
                height={height}
                rx={Math.min(4, height / 2)}
              />
              <text class="chart-name" x={middle} y={HEIGHT - 6} text-anchor="middle">
                {short}
              </text>
            </g>
          );
        })}
        {most > 0 && <Peak at={(peak + 0.5) * place} text={inWords(most)} />}
      </svg>
      <table class="visually-hidden">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('year.period')}</th>
            <th scope="col">{t('year.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ name, amount }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{inWords(amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

/** Over the highest bar; at the edges it does not leave the picture. */
function Peak({ at, text }: { at: number; text: string }) {
  const anchor = at < 15 ? 'start' : at > 85 ? 'end' : 'middle';
  const x = { start: '0%', middle: `${at}%`, end: '100%' }[anchor];
  return (
    <text class="chart-words numbers" x={x} y={WORDS - 9} text-anchor={anchor}>
      {text}
    </text>
  );
}
