import { SearchOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Input, Modal } from 'antd';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';

interface Hit {
  kind: 'project' | 'organisation' | 'contact' | 'chain' | 'chain_link';
  id: string;
  title: string;
  subtitle: string;
  code?: string | null;
  highlights: [number, number][];
}

const targets = { project: paths.project, organisation: paths.investor, contact: paths.contact, chain: paths.chain, chain_link: paths.chainLink };
const labels = { project: 'project', organisation: 'investor', contact: 'contact', chain: 'chain', chain_link: 'chain_link' };
const targetOf = (hit: Hit) => targets[hit.kind](hit.id);

/** The search box over everything: type, arrows, Enter. */
export default function Finder({ close }: { close: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), 150);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useQuery({
    queryKey: ['search', asked],
    queryFn: ({ signal }) => api.get<{ items: Hit[] }>('/api/v1/search', { q: asked }, signal),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const hits = asked === '' ? [] : (found.data?.items ?? []);
  const current = Math.min(at, Math.max(0, hits.length - 1));
  const chosen = hits[current]?.id;
  useEffect(() => {
    if (chosen) document.getElementById(`hit-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const open = (hit: Hit) => {
    close();
    void navigate({ to: targetOf(hit) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((current + step + hits.length) % Math.max(1, hits.length));
    } else if (event.key === 'Enter' && hits[current]) {
      event.preventDefault();
      open(hits[current]);
    }
  };
  return (
    <Modal open onCancel={close} footer={null} closable={false} title={<span className="visually-hidden">{t.nav.search}</span>} width={620} style={{ top: 72 }} destroyOnHidden>
      <Input
        autoFocus
        size="large"
        role="combobox"
        aria-label={t.nav.search}
        aria-expanded={hits.length > 0}
        aria-controls="finder-hits"
        aria-autocomplete="list"
        {...(hits[current] ? { 'aria-activedescendant': `hit-${hits[current].id}` } : {})}
        prefix={<SearchOutlined aria-hidden />}
        placeholder={t.nav.searchHint}
        value={text}
        maxLength={100}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="finder-hits" role="listbox" aria-label={t.nav.search} className="hits">
        {hits.map((hit, index) => (
          <li
            key={hit.id}
            id={`hit-${hit.id}`}
            role="option"
            aria-selected={index === current}
            onMouseMove={() => setAt(index)}
            onClick={() => open(hit)}
          >
            <span className="tag">{t.nav.searchKinds[labels[hit.kind]]}</span>
            <span>
              <Marked text={hit.title} marks={hit.highlights} />
              <small>{[hit.code, hit.subtitle].filter(Boolean).join(' · ')}</small>
            </span>
          </li>
        ))}
      </ul>
      <div aria-live="polite" className="soft">
        {asked !== '' && found.isSuccess && !found.isPlaceholderData && hits.length === 0 ? t.nav.searchNothing(asked) : null}
        {found.isError ? t.common.errorTitle : null}
      </div>
    </Modal>
  );
}

/** `marks` are character (not UTF-16) offsets, end exclusive. */
function Marked({ text, marks }: { text: string; marks: [number, number][] }) {
  const chars = [...text];
  const inside = (index: number) => marks.some(([start, end]) => index >= start && index < end);
  return (
    <span>
      {chars.map((char, index) => (inside(index) ? <mark key={index}>{char}</mark> : char))}
    </span>
  );
}
