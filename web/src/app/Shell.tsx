import {
  BulbOutlined,
  LogoutOutlined,
  MenuFoldOutlined,
  MenuOutlined,
  MenuUnfoldOutlined,
  MoonOutlined,
  SearchOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Button, Drawer, Dropdown, Tooltip } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { api } from '@/api/http';
import { may, useSession } from '@/api/session';
import { useLang, useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { recall, remember } from '@/lib/storage';
import { AppLink } from '@/ui/AppLink';
import { useNarrow } from '@/ui/useNarrow';
import { usePreferences } from './preferences';
import { entryOf, rooms, type Room } from './rooms';

const Finder = lazy(() => import('./Finder'));

export function Shell() {
  const t = useT();
  const narrow = useNarrow();
  const [folded, setFolded] = useState(() => recall('nav.folded', false));
  const [drawer, setDrawer] = useState(false);
  const [finding, setFinding] = useState(false);
  const path = useLocation({ select: (location) => location.pathname });
  const main = useRef<HTMLElement>(null);

  const session = useSession();
  const finds = may(session, 'project.read') || may(session, 'investor.read');
  useFinderKeys(() => setFinding(finds));
  useArrival(path, main);
  useEffect(() => setDrawer(false), [path]);

  // Whoever was given a password has no rights until it is changed.
  const mustChange = session.account.must_change_password && path !== paths.account;
  const navigate = useNavigate();
  useEffect(() => {
    if (mustChange) void navigate({ to: paths.account, replace: true });
  }, [mustChange, navigate]);

  return (
    <div className={folded && !narrow ? 'shell narrow' : 'shell'}>
      <a className="to-main" href="#main" onClick={() => main.current?.focus()}>
        {t.common.skip}
      </a>
      {!narrow && (
        <header className="side">
          <Brand folded={folded} />
          <Nav path={path} folded={folded} />
          <button
            type="button"
            className="fold"
            aria-label={folded ? t.nav.expand : t.nav.collapse}
            onClick={() => {
              setFolded(!folded);
              remember('nav.folded', !folded);
            }}
          >
            {folded ? <MenuUnfoldOutlined aria-hidden /> : <MenuFoldOutlined aria-hidden />}
          </button>
        </header>
      )}
      <div style={{ minWidth: 0 }}>
        <div className="top" role="region" aria-label={t.nav.tools}>
          {narrow && <Button type="text" icon={<MenuOutlined />} aria-label={t.nav.open} onClick={() => setDrawer(true)} />}
          <div className="grow">
            {finds && (
              <button type="button" className="finder" aria-keyshortcuts="Control+K" onClick={() => setFinding(true)}>
                <SearchOutlined aria-hidden />
                <span>{narrow ? t.nav.searchShort : t.nav.search}</span>
                <kbd aria-hidden>Ctrl K</kbd>
              </button>
            )}
          </div>
          <Switches />
          <AccountMenu narrow={narrow} />
        </div>
        <main id="main" className="main" ref={main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      {narrow && (
        <Drawer
          placement="left"
          size={268}
          open={drawer}
          onClose={() => setDrawer(false)}
          title={t.nav.label}
          closable={{ 'aria-label': t.common.close }}
          styles={{ body: { padding: 0 } }}
        >
          <div className="side" style={{ height: '100%', position: 'static' }}>
            <Nav path={path} folded={false} />
          </div>
        </Drawer>
      )}
      {finding && (
        <Suspense>
          <Finder close={() => setFinding(false)} />
        </Suspense>
      )}
    </div>
  );
}

function Brand({ folded }: { folded: boolean }) {
  const t = useT();
  const { district } = useSession();
  return (
    <AppLink to={paths.home} className="brand" aria-label={`${t.common.product} · ${district.name}`}>
      <img src="/assets/mark.svg" alt="" />
      {!folded && (
        <span>
          {t.common.product}
          <small>{district.name}</small>
        </span>
      )}
    </AppLink>
  );
}

function Nav({ path, folded }: { path: string; folded: boolean }) {
  const t = useT();
  const session = useSession();
  const seen = rooms.filter((room) => room.nav && (!room.nav.needs || room.nav.needs.some((right) => may(session, right))));
  const here = entryOf(path);
  const groups = Object.keys(t.nav.groups) as (keyof typeof t.nav.groups)[];
  return (
    <nav className="nav" aria-label={t.nav.label}>
      {groups.map((group) => {
        const list = seen.filter((room) => room.nav?.group === group);
        if (list.length === 0) return null;
        return (
          <div key={group}>
            <h2>{t.nav.groups[group]}</h2>
            <ul>
              {list.map((room) => (
                <NavItem key={room.path} room={room} active={room.path === here} folded={folded} />
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

function NavItem({ room, active, folded }: { room: Room; active: boolean; folded: boolean }) {
  const t = useT();
  const here = useRef<HTMLLIElement>(null);
  // The list is longer than most screens: where one is stays in sight.
  useEffect(() => {
    if (active) void here.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  if (!room.nav) return null;
  const Icon = room.nav.icon;
  const label = room.nav.label(t);
  const link = (
    <AppLink to={room.path} className={active ? 'active' : ''} {...(active ? { 'aria-current': 'page' as const } : {})} aria-label={label}>
      <Icon aria-hidden />
      {!folded && <span>{label}</span>}
    </AppLink>
  );
  return <li ref={here}>{folded ? <Tooltip title={label} placement="right">{link}</Tooltip> : link}</li>;
}

function Switches() {
  const t = useT();
  const lang = useLang();
  const { mode, setMode, setLang } = usePreferences();
  return (
    <>
      <Tooltip title={t.nav.languageLabel}>
        <Button type="text" lang={lang === 'en' ? 'zh-CN' : 'en'} onClick={() => setLang(lang === 'en' ? 'zh-CN' : 'en')}>
          {t.nav.language}
        </Button>
      </Tooltip>
      <Tooltip title={mode === 'dark' ? t.nav.toLight : t.nav.toDark}>
        <Button
          type="text"
          aria-label={mode === 'dark' ? t.nav.toLight : t.nav.toDark}
          icon={mode === 'dark' ? <BulbOutlined /> : <MoonOutlined />}
          onClick={() => setMode(mode === 'dark' ? 'light' : 'dark')}
        />
      </Tooltip>
    </>
  );
}

function AccountMenu({ narrow }: { narrow: boolean }) {
  const t = useT();
  const navigate = useNavigate();
  const { account, roles } = useSession();
  const logout = () => {
    void api
      .delete('/api/v1/session')
      .catch(() => undefined)
      .then(() => window.location.assign('/login'));
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'who', type: 'group', label: [account.name, ...new Set(roles.map((role) => role.unit.short_name || role.unit.name))].join(' · ') },
          { key: 'account', icon: <UserOutlined />, label: t.nav.account, onClick: () => void navigate({ to: paths.account }) },
          { key: 'logout', icon: <LogoutOutlined />, label: t.nav.logout, onClick: logout },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={`${t.nav.menu}: ${account.name}`}>
        {narrow ? null : account.name}
      </Button>
    </Dropdown>
  );
}

/** Ctrl+K anywhere; "/" where nobody is typing. */
function useFinderKeys(open: () => void) {
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const typing = target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
      if ((event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) || (event.key === '/' && !typing)) {
        event.preventDefault();
        latest.current();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** After going to another page the keyboard stands at its content, as with a full page load. */
function useArrival(path: string, main: React.RefObject<HTMLElement | null>) {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [path, main]);
}
