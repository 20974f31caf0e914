import { useMutation } from '@tanstack/react-query';
import { Button, Drawer, Menu, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, Outlet, useLocation, useNavigate } from 'react-router';
import { useMe } from '../lib/session';
import { useSettings } from '../lib/settings';
import { CertificateBanner } from '../features/identity/own-certificates';
import { DemoBand } from '../ui/demo-band';
import { Failure } from '../ui/refusal';
import { ServerClock } from '../ui/time';
import { rolesOf } from '../lib/roles';
import { signOut } from './sign-out';
import { entriesOf, workspacesOf } from './menus';

function SideMenu({ name, onGo }: { name: string; onGo?: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const me = useMe();
  const entries = entriesOf(name, rolesOf(me), me.permissions);
  const current = entries.filter(({ to }) => pathname === to || (to !== `/${name}` && pathname.startsWith(`${to}/`))).sort((a, b) => b.to.length - a.to.length)[0];
  return (
    <Menu
      mode="inline"
      selectedKeys={current ? [current.key] : []}
      onClick={() => onGo?.()}
      items={entries.map(({ key, to }) => ({
        key,
        label: (
          <Link
            to={to}
            aria-current={current?.key === key ? 'page' : undefined}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void navigate(to);
            }}
          >
            {t(`menu.${name}.${key}`)}
          </Link>
        ),
      }))}
    />
  );
}

/** Other workspaces of the same person, and what belongs to the account. */
function Account({ name }: { name: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const { settings, change } = useSettings();
  const others = me.lacks ? [] : workspacesOf(rolesOf(me)).filter((workspace) => workspace.name !== name);
  return (
    <div className="account">
      <span className="who">
        <bdi>{me.name}</bdi>
        {me.organisationName && <small>{me.organisationName}</small>}
      </span>
      {others.map((workspace) => (
        <Link key={workspace.name} to={`/${workspace.name}`}>
          {t(`workspace.${workspace.name}`)}
        </Link>
      ))}
      <Link to="/account">{t('account.title')}</Link>
      <button type="button" className="link" lang={settings.language === 'zh' ? 'en' : 'zh-CN'} onClick={() => change({ language: settings.language === 'zh' ? 'en' : 'zh' })}>
        {t('otherLanguage')}
      </button>
      <SignOut />
    </div>
  );
}

/** Says so when it failed: who goes away believing that he signed out leaves his session to the next. */
function SignOut() {
  const { t } = useTranslation();
  const leave = useMutation({ mutationFn: signOut });
  return (
    <>
      <Button size="small" loading={leave.isPending} onClick={() => leave.mutate()}>
        {t('signOut')}
      </Button>
      <Modal open={leave.isError} title={t('notSignedOut')} footer={null} onCancel={() => leave.reset()}>
        <p>{t('notSignedOutHelp')}</p>
        <Failure error={leave.error} onRetry={() => leave.mutate()} />
      </Modal>
    </>
  );
}

/** Says at once when the device has no network; what is typed stays. */
function Offline() {
  const { t } = useTranslation();
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const change = () => setOnline(navigator.onLine);
    addEventListener('online', change);
    addEventListener('offline', change);
    return () => {
      removeEventListener('online', change);
      removeEventListener('offline', change);
    };
  }, []);
  return online ? null : (
    <p className="banner banner-warning" role="status">
      {t('offline')}
    </p>
  );
}

/** The frame of every workspace: header, menu, banners, page. */
export function Shell({ workspace }: { workspace: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const me = useMe();
  const entries = entriesOf(workspace, rolesOf(me), me.permissions);
  // a workspace’s first page may be another office’s: then the first that is this person’s
  const elsewhere = pathname === `/${workspace}` && entries.length > 0 && !entries.some(({ to }) => to === pathname) ? entries[0]!.to : undefined;
  useEffect(() => document.getElementById('main')?.focus({ preventScroll: true }), [pathname]);
  return (
    <>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <header className="app-head">
        <button type="button" className="menu-button" aria-expanded={open} onClick={() => setOpen(true)}>
          {t('menu.open')}
        </button>
        <a className="app-mark" href="/">
          <img src="/assets/mark.svg" alt="" width="24" height="24" />
          <strong>{t('name')}</strong>
        </a>
        <span className="app-space">{t(`workspace.${workspace}`)}</span>
        <span className="grow" />
        <ServerClock />
        <Account name={workspace} />
      </header>
      <DemoBand />
      <Offline />
      <CertificateBanner />
      <div className="app-body">
        <nav className="app-side" aria-label={t('menu.label')}>
          <SideMenu name={workspace} />
        </nav>
        <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={240} title={t(`workspace.${workspace}`)}>
          <SideMenu name={workspace} onGo={() => setOpen(false)} />
          <Account name={workspace} />
        </Drawer>
        <main id="main" tabIndex={-1} className="app-main">
          {elsewhere ? <Navigate to={elsewhere} replace /> : <Outlet />}
        </main>
      </div>
    </>
  );
}
