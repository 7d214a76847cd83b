import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import type { AdmissionRow } from '@/ui/admissions/types';
import { AppLink } from '@/ui/AppLink';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { Empty } from '@/ui/States';
import { options, StateTag } from '@/ui/words';

/** 项目联审: all reviews, and what waits for the reader. */
export default function AdmissionsPage() {
  const t = useT();
  const can = useCan();
  const columns: Column<AdmissionRow>[] = [
    { key: 'code', title: t.admission.code, width: 120, cell: (row) => row.code },
    {
      key: 'project',
      title: t.admission.project,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.admission(row.id)} className="name">
          {row.project.name}
        </AppLink>
      ),
    },
    { key: 'rule', title: t.admission.rule, width: 200, cell: (row) => row.rule },
    { key: 'requested_on', title: t.admission.requestedOn, width: 120, sort: { asc: 'requested_on', desc: '-requested_on' }, cell: (row) => row.requested_on },
    { key: 'due_on', title: t.admission.due, width: 115, cell: (row) => row.due_on },
    { key: 'answered', title: t.admission.answered, width: 90, right: true, cell: (row) => (row.asked_count > 0 ? `${row.answered_count}/${row.asked_count}` : '') },
    { key: 'minutes_no', title: t.admission.minutes, width: 150, cell: (row) => row.minutes_no },
    { key: 'state', title: t.common.status, width: 110, cell: (row) => <StateTag dimension="admissionState" code={row.state} /> },
    { key: 'concluded_on', title: t.admission.concludedOn, width: 120, hidden: true, cell: (row) => row.concluded_on },
  ];
  const hands = Object.entries(t.admission.hands)
    .filter(([hand]) => can(hand === 'conclude' ? 'admission.recognise' : 'admission.write'))
    .map(([value, label]) => ({ value, label }));
  const filters: Filter[] = [
    { kind: 'select', key: 'state', label: t.common.status, options: options(t, 'admissionState'), many: true, primary: true },
    ...(hands.length > 0 ? [{ kind: 'select', key: 'hand', label: t.admission.hand, options: hands, primary: true } satisfies Filter] : []),
    { kind: 'dates', from: 'requested_from', to: 'requested_to', label: t.admission.requestedOn },
  ];
  return (
    <Page title={t.admission.title} sub={t.admission.sub} actions={<AppLink to={paths.admissionRules}>{t.admission.rules}</AppLink>}>
      <LedgerTable<AdmissionRow>
        page="admissions"
        caption={t.admission.title}
        endpoint="/api/v1/admissions"
        columns={columns}
        filters={filters}
        defaultSort="-requested_on"
        rowTo={(row) => paths.admission(row.id)}
        rowLabel={(row) => row.project.name}
        empty={<Empty title={t.admission.empty} hint={t.admission.emptyHint} />}
      />
    </Page>
  );
}
