import type { ListOf, UserResource } from '../../../../services/gateway/rest/resources.ts';
import { request } from '../../api/http.ts';
import { useResource } from '../../api/resource.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { ask } from '../../components/dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { Failure } from '../../components/states.tsx';
import { date } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';
import { navigate } from '../../router.ts';
import { me } from '../../state/account.ts';
import { type MenuGroups, showMenu } from '../../state/menu.ts';
import { attempted } from '../../state/playlists.ts';
import { ofSameListener } from '../listening/listener.tsx';
import { Card } from '../settings/card.tsx';
import { addListener, setPassword } from './listener-dialogs.tsx';

/** Who may listen, and who may do this here. */
export function Listeners() {
  const users = useResource<ListOf<UserResource>>('/users?limit=500');
  const items = users.data.value?.items ?? [];
  const load = () => void users.load();
  return (
    <Card
      title={t('listeners.title')}
      text={t('listeners.text')}
      tools={
        <Button icon="plus" onClick={() => addListener(load)}>
          {t('listeners.add')}
        </Button>
      }
    >
      {users.error.value !== undefined && <Failure error={users.error.value} retry={load} />}
      <ul class="rows">
        {items.map((user) => (
          <li key={user.id} class="row">
            <Icon name={isAdmin(user) ? 'shield' : 'user'} size={22} />
            <div class="row-words">
              <p class="row-name one-line" dir="auto">
                {user.username}
              </p>
              <p class="row-about">
                {t(isAdmin(user) ? 'listeners.admin' : 'listeners.listener')} ·{' '}
                {t('listeners.since', { date: date(user.created) })}
              </p>
            </div>
            <IconButton
              icon="more"
              label={t('album.moreNamed', { name: user.username })}
              aria-haspopup="menu"
              onClick={(event) => showMenu(user.username, menuOf(user, load), event.currentTarget)}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

const isAdmin = ({ roles }: UserResource) => roles.includes('admin');
const pathOf = ({ username }: UserResource) => `/users/${encodeURIComponent(username)}`;

function menuOf(user: UserResource, load: () => void): MenuGroups {
  const isMe = user.id === me.peek()?.id;
  const change = async (body: object) => {
    if (await attempted(() => request('PATCH', pathOf(user), { body }))) load();
  };
  return [
    [
      {
        label: t('nav.history'),
        icon: 'history',
        run: () => navigate(ofSameListener(paths.history, user.id)),
      },
      {
        label: t('sessions.title'),
        icon: 'phone',
        run: () => navigate(ofSameListener(paths.sessions, user.id)),
      },
    ],
    [
      { label: t('listeners.password'), icon: 'edit', run: () => setPassword(user, load) },
      {
        label: t(isAdmin(user) ? 'listeners.demote' : 'listeners.promote'),
        icon: 'shield',
        disabled: isMe,
        run: () => void change({ admin: !isAdmin(user) }),
      },
    ],
    [
      {
        label: t('listeners.delete'),
        icon: 'trash',
        danger: true,
        disabled: isMe,
        run: () => void remove(user, load),
      },
    ],
  ];
}

async function remove(user: UserResource, load: () => void): Promise<void> {
  const isSure = await ask({
    title: t('listeners.deleteAsk', { name: user.username }),
    text: t('listeners.deleteText'),
    confirm: t('listeners.delete'),
    danger: true,
  });
  if (isSure && (await attempted(() => request('DELETE', pathOf(user))))) load();
}
