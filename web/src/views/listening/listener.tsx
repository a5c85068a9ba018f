import type { ListOf, UserResource } from '../../../../services/gateway/rest/resources.ts';
import { useResource } from '../../api/resource.ts';
import { Select } from '../../components/select.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';
import { query, setQuery } from '../../router.ts';
import { me } from '../../state/account.ts';

/** Whose listening the address asks for; undefined for that of whoever looks. */
export function chosenListener(): string | undefined {
  const user = query.value.get('user');
  return user === null || user === me.value?.id ? undefined : user;
}

/** An address of the player that is about the same listener as the one that is shown. */
export function ofSameListener(path: string, user = chosenListener()): string {
  return user === undefined ? path : `${path}?${new URLSearchParams({ user })}`;
}

/** The pages about what somebody has listened to. */
export function ListeningTabs() {
  return (
    <Tabs
      label={t('listening.pages')}
      tabs={[
        { href: ofSameListener(paths.history), label: t('nav.history') },
        { href: ofSameListener(paths.sessions), label: t('sessions.title') },
        { href: ofSameListener(paths.years), label: t('year.tab') },
      ]}
    />
  );
}

interface ListenerSelectProps {
  /** The choice of all of them; without it, nobody else is the administrator who looks. */
  everybody?: string;
}

/** Whose listening is shown: for administrators to choose. */
export function ListenerSelect({ everybody }: ListenerSelectProps) {
  return me.value?.roles.includes('admin') ? <Listeners everybody={everybody} /> : null;
}

function Listeners({ everybody }: { everybody: string | undefined }) {
  const self = me.value!;
  const mine = self.id;
  // Until it is known who else there is.
  const users = useResource<ListOf<UserResource>>('/users?limit=500').data.value?.items ?? [self];
  const chosen = query.value.get('user') ?? (everybody === undefined ? mine : undefined);
  return (
    <Select
      label={t('listening.listener')}
      value={chosen}
      options={[
        ...(everybody === undefined ? [] : [{ value: undefined, label: everybody }]),
        ...users.map(({ id, username }) => ({ value: id, label: username })),
      ]}
      onChange={(user) => setQuery({ user: everybody === undefined && user === mine ? undefined : user })}
    />
  );
}
