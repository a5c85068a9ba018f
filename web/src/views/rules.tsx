import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Rule, RuleGroup, Rules } from '../../../services/catalog/rules/rules.ts';
import type { PlaylistWithTracks, RulesCount } from '../../../services/gateway/rest/resources.ts';
import { request } from '../api/http.ts';
import { resourceAt, useResource } from '../api/resource.ts';
import { Button } from '../components/button.tsx';
import { Choice, Field, Switch } from '../components/field.tsx';
import { useSending } from '../components/form.ts';
import { Page } from '../components/page.tsx';
import { Failure, Loading, Skeleton } from '../components/states.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { navigate } from '../router.ts';
import type { ViewProps } from '../routes.ts';
import { lookAtPlaylists, playlistPath } from '../state/playlists.ts';
import { completeOf, NEW_RULES, ORDERS, roomIn } from './rules/draft.ts';
import { RuleList } from './rules/list.tsx';
import { SelectField } from './rules/row.tsx';
import '../styles/settings.css';
import '../styles/rules.css';

/** Milliseconds after the last change before it is counted. */
const PAUSE = 300;

export function NewRulesView() {
  return <Editor title={t('rules.new')} />;
}

export function RulesView({ params: { id = '' } }: ViewProps) {
  const resource = useResource<PlaylistWithTracks>(playlistPath(id));
  const playlist = resource.data.value;
  if (resource.error.value !== undefined) {
    return (
      <Page title={t('rules.edit')}>
        <Failure error={resource.error.value} retry={() => resource.load()} />
      </Page>
    );
  }
  if (playlist?.rules === undefined) {
    return (
      <Page title={t('rules.edit')}>
        <Loading>
          <Skeleton height="12rem" />
        </Loading>
      </Page>
    );
  }
  return <Editor title={t('rules.edit')} playlist={playlist} />;
}

function Editor({ title, playlist }: { title: string; playlist?: PlaylistWithTracks }) {
  const name = useSignal(playlist?.name ?? '');
  const rules = useSignal<Rules>(playlist?.rules ?? NEW_RULES);
  const { isBusy, error, send } = useSending();
  const change = (changes: Partial<Rules>) => {
    rules.value = { ...rules.peek(), ...changes };
  };
  const save = (event: Event) => {
    event.preventDefault();
    void send(async () => {
      const body = { rules: completeOf(rules.peek()) };
      const kept = playlist
        ? await request<PlaylistWithTracks>('PUT', `${playlistPath(playlist.id)}/rules`, { body })
        : await request<PlaylistWithTracks>('POST', '/playlists/smart', {
            body: { ...body, name: name.value.trim() },
          });
      await Promise.all([resourceAt(playlistPath(kept.id)).load(), lookAtPlaylists()]);
      navigate(paths.playlist(kept.id), { replace: true });
    });
  };
  return (
    <Page title={playlist?.name ?? title} about={playlist ? title : t('rules.about')}>
      <form class="settings-card rules" onSubmit={save}>
        {!playlist && (
          <Field
            label={t('playlists.name')}
            value={name.value}
            onValue={(value) => {
              name.value = value;
            }}
            maxLength={200}
            required
          />
        )}
        <Choice
          label={t('rules.match')}
          value={rules.value.match}
          options={[
            { value: 'all', label: t('rules.all') },
            { value: 'any', label: t('rules.any') },
          ]}
          onChange={(match) => change({ match })}
        />
        <RuleList
          rules={rules.value.rules}
          room={roomIn(rules.value)}
          onChange={(changed) => change({ rules: changed })}
        />
        <div class="rules-order">
          <SelectField
            label={t('rules.order')}
            value={rules.value.order}
            options={ORDERS.map((value) => ({ value, label: t(`rules.order.${value}`) }))}
            onChange={(order) => change({ order })}
          />
          <SelectField
            label={t('rules.limit')}
            value={String(rules.value.limit)}
            options={['25', '50', '100', '250', '500', '1000', '5000'].map((value) => ({
              value,
              label: t('album.tracks', { n: Number(value) }),
            }))}
            onChange={(limit) => change({ limit: Number(limit) })}
          />
          {rules.value.order !== 'random' && (
            <Switch
              label={t('rules.descending')}
              on={rules.value.descending === true}
              onChange={(descending) => change({ descending })}
            />
          )}
        </div>
        <footer class="rules-foot">
          <Count rules={rules} />
          <Button look="primary" submit disabled={isBusy.value}>
            {t('dialog.save')}
          </Button>
        </footer>
        {error.value && (
          <p class="field-error" role="alert">
            {error.value}
          </p>
        )}
      </form>
    </Page>
  );
}

/** How many tracks the rules choose, while they are being written. */
function Count({ rules }: { rules: Signal<Rules> }) {
  const count = useSignal<RulesCount | undefined>(undefined);
  const wanted = JSON.stringify(completeOf(rules.value));
  useEffect(() => {
    const stopped = new AbortController();
    const timer = setTimeout(() => {
      const body = { rules: JSON.parse(wanted) as { rules: (Rule | RuleGroup)[] } };
      request<RulesCount>('POST', '/playlists/smart/count', { body, signal: stopped.signal }).then(
        (found) => {
          count.value = found;
        },
        () => {
          count.value = undefined;
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stopped.abort();
    };
  }, [wanted]);
  return (
    <p class="rules-count" role="status">
      {count.value ? t('rules.count', { n: count.value.matching }) : ' '}
    </p>
  );
}
