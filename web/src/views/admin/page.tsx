import type { ComponentChildren } from 'preact';
import { Page } from '../../components/page.tsx';
import { Empty } from '../../components/states.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';
import { me } from '../../state/account.ts';

interface AdminPageProps {
  title: string;
  about?: ComponentChildren;
  tools?: ComponentChildren;
  children: () => ComponentChildren;
}

/** A page for administrators. Others are told so, and nothing of it is asked for. */
export function AdminPage({ title, about, tools, children }: AdminPageProps) {
  const isAllowed = me.value?.roles.includes('admin');
  return (
    <Page title={title} about={isAllowed && about} tools={isAllowed && tools}>
      {isAllowed === false && (
        <Empty icon="shield" title={t('error.forbidden')} text={t('admin.forbidden')} />
      )}
      {isAllowed && (
        <>
          <Tabs
            label={t('nav.admin')}
            tabs={[
              { href: paths.admin, label: t('engine.title') },
              { href: paths.listeningNow, label: t('now.title') },
              { href: paths.ledger, label: t('ledger.title') },
              { href: paths.royalties, label: t('royalties.title') },
            ]}
          />
          {children()}
        </>
      )}
    </Page>
  );
}
