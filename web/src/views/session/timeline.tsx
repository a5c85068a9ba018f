import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TrackResource } from '../../../../services/gateway/rest/resources.ts';
import { hueOf } from '../../components/tile.tsx';
import { bytes, span, timeOfDay } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { colourSignal, tintOf } from '../../state/colours.ts';
import type { TrackOf } from '../listening/tracks.ts';
import { type DrawnListen, HEIGHT, LANES, type Picture, pictureOf } from './picture.ts';
import type { Scale } from './scale.ts';
import type { Story } from './story.ts';

interface TimelineProps {
  story: Story;
  /** What it shows, in words. */
  summary: string;
  trackOf: TrackOf;
  /** Milliseconds since 1970: the moment that is looked at. */
  moment: number | undefined;
}

/** Pixels of a listen in which its title can be read. */
const READABLE = 48;
/** Pixels above and below the lanes of listens and deliveries that belong to their labels. */
const LABEL = 20;

/** A session as a picture, as wide as the page or wider: then it is scrolled. */
export function Timeline({ story, summary, trackOf, moment }: TimelineProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    setWidth(box.current!.clientWidth);
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  const picture = useMemo(() => (width > 0 ? pictureOf(story, width) : undefined), [story, width]);
  const cursor = picture && moment !== undefined ? picture.scale.x(moment) : undefined;
  useLayoutEffect(() => {
    if (cursor !== undefined) keepInSight(box.current!, cursor);
  }, [cursor]);
  return (
    <figure class="timeline">
      <Label top={LANES.listens.top} text={t('session.laneListens')} />
      <Label top={LANES.positions.top} text={t('session.lanePosition')} />
      <Label
        top={LANES.delivered.top}
        text={t('session.laneDelivered')}
        about={picture && bytes(picture.bytes)}
      />
      {/* Whoever uses keys scrolls it with the arrows. */}
      <section
        ref={box}
        class="timeline-scroll"
        style={{ height: `${HEIGHT}px` }}
        aria-label={t('session.picture')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keys
        tabIndex={0}
      >
        {picture && <Drawing {...{ picture, summary, trackOf, cursor }} />}
      </section>
      <Legend />
    </figure>
  );
}

function Label({ top, text, about }: { top: number; text: string; about?: string | undefined }) {
  return (
    <p class="timeline-label" style={{ top: `${top - LABEL}px` }} aria-hidden="true">
      {text}
      {about !== undefined && <span class="numbers"> · {about}</span>}
    </p>
  );
}

function keepInSight(box: HTMLElement, x: number): void {
  const { scrollLeft, clientWidth } = box;
  if (x < scrollLeft + 16 || x > scrollLeft + clientWidth - 16) box.scrollLeft = x - clientWidth / 2;
}

interface DrawingProps extends Pick<TimelineProps, 'summary' | 'trackOf'> {
  picture: Picture;
  cursor: number | undefined;
}

function Drawing({ picture, summary, trackOf, cursor }: DrawingProps) {
  const { scale, listens, delivered, broken, closed } = picture;
  const id = useId();
  const bottom = LANES.axis.top;
  return (
    <svg class="timeline-picture" width={scale.width} height={HEIGHT} role="img" aria-label={summary}>
      <defs>
        <pattern id={`${id}-paused`} width="6" height="6" patternUnits="userSpaceOnUse">
          <path class="timeline-hatch" d="M0 6L6 0M-1 1L1 -1M5 7L7 5" />
        </pattern>
      </defs>
      <Axis scale={scale} />
      <path class="timeline-delivered" d={delivered} />
      {broken.map(({ x, y }, i) => (
        <circle key={i} class="timeline-broken" cx={x} cy={y} r="4" />
      ))}
      {listens.map((drawn) => (
        <Listen
          key={drawn.listen.n}
          drawn={drawn}
          track={trackOf(drawn.listen.track)}
          hatch={`url(#${id}-paused)`}
          clip={`${id}-${drawn.listen.n}`}
        />
      ))}
      {scale.gaps.map(({ x, width, from, to }) => (
        <g key={x}>
          <rect class="timeline-gap" x={x} y="0" width={width} height={bottom} />
          <path class="timeline-gap-mark" d={`M${x + width / 2} ${LANES.listens.top}V${bottom}`} />
          <text class="timeline-gap-words" x={x + width / 2} y={LANES.listens.top - 9} text-anchor="middle">
            {span((to - from) / 1000)}
          </text>
          <title>{`${timeOfDay(from)} – ${timeOfDay(to)}`}</title>
        </g>
      ))}
      {closed !== undefined && <path class="timeline-closed" d={`M${edge(closed, scale)} 12V${bottom}`} />}
      {cursor !== undefined && (
        <g class="timeline-cursor">
          <path d={`M${edge(cursor, scale)} 8V${bottom}`} />
          <circle cx={edge(cursor, scale)} cy="8" r="5" />
        </g>
      )}
    </svg>
  );
}

/** A line at the very edge would be half of one. */
function edge(x: number, { width }: Scale): number {
  return Math.max(5, Math.min(x, width - 5));
}

function Axis({ scale }: { scale: Scale }) {
  const { top } = LANES.axis;
  return (
    <g class="timeline-axis">
      <path d={`M0 ${top}H${scale.width}`} />
      {scale.ticks.map(({ x, at }) => {
        const anchor = x < 24 ? 'start' : x > scale.width - 24 ? 'end' : 'middle';
        return (
          <g key={at}>
            <path class="timeline-tick" d={`M${x} ${LANES.listens.top}V${top + 4}`} />
            <text x={x} y={top + 19} text-anchor={anchor}>
              {timeOfDay(at, scale.isFine)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

interface ListenProps {
  drawn: DrawnListen;
  track: TrackResource | null | undefined;
  /** What pauses are filled with, and the id that the shape of it gets. */
  hatch: string;
  clip: string;
}

function Listen({ drawn, track, hatch, clip }: ListenProps) {
  const { listen, x, width, stretches, seeks, counted, line } = drawn;
  const { top, height } = LANES.listens;
  const middle = top + height / 2;
  const end = x + width;
  const colour = track && colourSignal(track.albumId).value;
  const tint = colour ? tintOf(colour) : { '--art-hue': String(hueOf(listen.track)), '--art-chroma': '0.09' };
  return (
    <g class="tinted" style={tint}>
      <clipPath id={clip}>
        <rect x={x} y={top} width={width} height={height} rx={Math.min(6, width / 2)} />
      </clipPath>
      <g clip-path={`url(#${clip})`}>
        <rect class="timeline-listen" x={x} y={top} width={width} height={height} />
        {stretches.map(({ kind, ...box }, i) => (
          <rect
            key={i}
            {...box}
            class={`timeline-${kind}`}
            y={top}
            height={height}
            style={kind === 'paused' ? { fill: hatch } : {}}
          />
        ))}
        {width >= READABLE && (
          <text class="timeline-title" x={x + 10} y={middle + 4}>
            {track?.title}
          </text>
        )}
        {counted !== undefined && (
          <rect
            class="timeline-counted"
            x={Math.min(counted, end - 4)}
            y={top + height - 4}
            width={end - Math.min(counted, end - 4)}
            height="4"
          />
        )}
        {listen.ending === 'skipped' && <path class="timeline-skipped" d={skipAt(end - 14, middle)} />}
      </g>
      {seeks.map((seek, i) => (
        <path
          key={i}
          class="timeline-seek"
          d={
            seek.isBack
              ? `M${seek.x + 4} ${top - 7}l-8 4.5l8 4.5z`
              : `M${seek.x - 4} ${top - 7}l8 4.5l-8 4.5z`
          }
        />
      ))}
      <path class="timeline-line" d={line} />
      {track && <title>{track.title}</title>}
    </g>
  );
}

/** Two chevrons, as on the button that does it. */
function skipAt(x: number, middle: number): string {
  return `M${x} ${middle - 4}l4 4l-4 4m5 -8l4 4l-4 4`;
}

const MARKS = ['sounding', 'paused', 'stalled', 'seek', 'counted', 'skipped', 'broken', 'closed'] as const;

function Legend() {
  return (
    <figcaption>
      <ul class="timeline-legend">
        {MARKS.map((mark) => (
          <li key={mark}>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
              <Mark mark={mark} />
            </svg>
            {t(`session.mark.${mark}`)}
          </li>
        ))}
      </ul>
    </figcaption>
  );
}

function Mark({ mark }: { mark: (typeof MARKS)[number] }) {
  if (mark === 'seek') return <path class="timeline-seek" d="M5 3.5l8 4.5l-8 4.5z" />;
  if (mark === 'skipped') return <path class="timeline-skipped" d={skipAt(4, 8)} />;
  if (mark === 'closed') return <path class="timeline-closed" d="M8 1V15" />;
  if (mark === 'broken') return <circle class="timeline-broken" cx="8" cy="8" r="4" />;
  if (mark === 'counted') return <rect class="timeline-counted" x="1" y="6" width="14" height="4" />;
  return (
    <>
      <rect
        class={`tinted timeline-${mark === 'paused' ? 'listen' : mark}`}
        x="1"
        y="1"
        width="14"
        height="14"
        rx="4"
      />
      {mark === 'paused' && <path class="timeline-hatch" d="M2 14L14 2M1 8L8 1M8 15L15 8" />}
    </>
  );
}
