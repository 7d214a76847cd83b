import { DownloadOutlined, PlusOutlined, SettingOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { KeepingTag } from '@/ui/contacts/KeepingTag';
import type { ContactRow, ContactRules } from '@/ui/contacts/types';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { options, word } from '@/ui/words';
import { ExportDialog, RulesDialog } from './Dialogs';

const ContactForm = lazy(() => import('@/ui/contacts/ContactForm'));

/** 联系人: who is whom at the investors, masked. */
export default function ContactsPage() {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const session = useSession();
  const [search, change] = useSearchState();
  const [open, setOpen] = useState<'export' | 'rules' | null>(null);
  const rules = useQuery({ queryKey: ['contacts', 'rules'], queryFn: ({ signal }) => api.get<ContactRules>('/api/v1/contacts/rules', undefined, signal) });
  const sets = session.can.some((grant) => grant.class === 'contact' && grant.act === 'write' && grant.scope === 'district');
  const columns: Column<ContactRow>[] = [
    {
      key: 'name',
      title: t.contact.name,
      width: 120,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.contact(row.id)} className="name">
          {row.name}
        </AppLink>
      ),
    },
    { key: 'organisation', title: t.contact.organisation, width: 260, cell: (row) => <AppLink to={paths.investor(row.organisation.id)}>{row.organisation.name}</AppLink> },
    { key: 'title', title: t.contact.position, width: 130, cell: (row) => row.title },
    { key: 'phones', title: t.contact.phones, width: 150, cell: (row) => <span className="num">{row.phones.join(t.common.semicolon)}</span> },
    { key: 'email', title: t.contact.email, width: 170, hidden: true, cell: (row) => <span className="num">{row.email}</span> },
    { key: 'unit', title: t.contact.unit, width: 120, cell: (row) => row.unit.short_name || row.unit.name },
    { key: 'keeper', title: t.contact.keeper, width: 100, cell: (row) => row.keeper?.name },
    { key: 'basis', title: t.contact.basis, width: 180, hidden: true, cell: (row) => word(t, 'contactBasis', row.basis) },
    { key: 'notice_on', title: t.contact.noticeOn, width: 120, cell: (row) => row.notice_on ?? <span className="tag warn">{t.contact.notNoticed}</span> },
    {
      key: 'retention_until',
      title: t.contact.until,
      width: 170,
      sort: { asc: 'retention_until' },
      cell: (row) => (
        <>
          <span className="num nowrap">{row.retention_until}</span> <KeepingTag keeping={row.keeping} />
        </>
      ),
    },
  ];
  const filters: Filter[] = [
    { kind: 'text', key: 'q', label: t.contact.find, primary: true, wide: true },
    { kind: 'select', key: 'keeping', label: t.contact.keeping, options: options(t, 'contactKeeping').filter((one) => one.value !== 'kept'), primary: true },
    { kind: 'select', key: 'noticed', label: t.contact.notice, options: [{ value: 'false', label: t.contact.notNoticed }], primary: true },
    { kind: 'select', key: 'mine', label: t.contact.keeper, options: [{ value: 'true', label: t.contact.mine }], primary: true },
    {
      kind: 'custom',
      key: 'unit',
      label: t.contact.unit,
      render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={t.contact.unit} aria-label={t.contact.unit} />,
    },
  ];
  const adding = search['new'] !== undefined && can('contact.write');
  const stop = () => change({ new: undefined }, { replace: true });
  return (
    <Page
      title={t.contact.title}
      sub={t.contact.sub}
      actions={
        <>
          {sets && rules.data && (
            <Button icon={<SettingOutlined aria-hidden />} onClick={() => setOpen('rules')}>
              {t.contact.rules}
            </Button>
          )}
          <ActionButton icon={<DownloadOutlined aria-hidden />} disabledReason={can('contact.export') ? undefined : t.contact.noExport} onClick={() => setOpen('export')}>
            {t.contact.export}
          </ActionButton>
          <ActionButton type="primary" icon={<PlusOutlined aria-hidden />} disabledReason={can('contact.write') ? undefined : t.contact.noWrite} onClick={() => change({ new: '1' })}>
            {t.contact.add}
          </ActionButton>
        </>
      }
    >
      <LedgerTable<ContactRow>
        page="contacts"
        caption={t.contact.title}
        endpoint="/api/v1/contacts"
        columns={columns}
        filters={filters}
        defaultSort="-updated_at"
        {...(search['organisation'] ? { fixed: { organisation: search['organisation'] } } : {})}
        rowTo={(row) => paths.contact(row.id)}
        rowLabel={(row) => row.name}
        empty={<Empty title={t.contact.empty} hint={t.contact.emptyHint} />}
      />
      {adding && (
        <Suspense>
          <ContactForm close={stop} done={(saved) => void navigate({ to: paths.contact(saved.id), replace: true })} />
        </Suspense>
      )}
      {open === 'export' && <ExportDialog organisation={search['organisation']} unit={search['unit']} close={() => setOpen(null)} />}
      {open === 'rules' && rules.data && <RulesDialog rules={rules.data} close={() => setOpen(null)} />}
    </Page>
  );
}
