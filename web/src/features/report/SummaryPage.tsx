import './report.css';
import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { api, url } from '@/api/http';
import { Problem } from '@/api/problem';
import { useCan, useSession } from '@/api/session';
import type { ListOf, PersonRef } from '@/api/types';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { ActionButton } from '@/ui/ActionButton';
import { Page } from '@/ui/Page';
import { Empty, Failed, Loading, Shown } from '@/ui/States';
import { TraceDrawer } from '@/ui/trace';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { Mismatches, refusals } from './Mismatches';
import { TracedPaper } from './TracedPaper';

interface Preview {
  html: string;
  text: string;
  mismatches: string[];
}
interface Issue {
  id: string;
  title?: string;
  from: string;
  to: string;
  as_of: string;
  created_at?: string;
  issued_at?: string;
  created_by?: PersonRef | null;
  issued_by?: PersonRef | null;
}
interface Period {
  from: string;
  to: string;
  as_of: string;
}

/** 工作小结: written from records, read on paper-like ground, every figure traced, taken away as .docx. */
export default function SummaryPage() {
  const t = useT();
  const can = useCan();
  const { server } = useSession();
  const { modal } = App.useApp();
  const [search] = useSearchState();
  const period = periodOf(search, server.as_of);
  const preview = useQuery({
    queryKey: ['summary', 'preview', period],
    queryFn: () => read(period),
    retry: false,
  });
  const refused = preview.error instanceof Problem && preview.error.status === 422 ? refusals(preview.error) : [];
  const mismatches = preview.data?.mismatches.length ? preview.data.mismatches : refused;
  const issue = useWrite((body: Period, key) => api.post<Issue>('/api/v1/reports/work-summary', body, key), {
    said: t.report.issued,
    refresh: [['summary', 'issues']],
  });
  const blocked = preview.isPending ? t.common.loading : mismatches.length > 0 ? t.report.hasMismatches(mismatches.length) : preview.isError ? t.report.noPreview : undefined;
  return (
    <Page
      title={t.nav.summary}
      sub={t.report.sub}
      actions={
        <>
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t.report.print}
          </Button>
          <ActionButton
            disabledReason={can('report.write') ? blocked : t.report.noIssue}
            loading={issue.isPending}
            onClick={() => modal.confirm({ title: t.report.issueAsk, content: t.report.issueAskHint, okText: t.report.issue, cancelText: t.common.cancel, onOk: () => issue.mutate(period) })}
          >
            {t.report.issue}
          </ActionButton>
          <ActionButton type="primary" icon={<DownloadOutlined />} disabledReason={blocked} {...(blocked ? {} : { href: url('/api/v1/reports/work-summary.docx', { ...period }), download: '' })}>
            {t.report.download}
          </ActionButton>
        </>
      }
    >
      <div className="summary">
        <div className="summary-side">
          <PeriodPicker period={period} />
          <Issues />
        </div>
        <div className="summary-main">
          {mismatches.length > 0 && <Mismatches list={mismatches} />}
          {preview.data ? (
            <TracedPaper label={t.report.paper} html={preview.data.html} params={{ ...period }} />
          ) : preview.isPending ? (
            <Loading rows={16} />
          ) : refused.length === 0 ? (
            <div className="panel">
              <Failed error={preview.error} retry={() => void preview.refetch()} />
            </div>
          ) : null}
        </div>
      </div>
      <TraceDrawer context={{ ...period }} />
    </Page>
  );
}

/** A reading that the server offers as POST, because the period travels in the body. */
const read = (period: Period): Promise<Preview> => api.post<Preview>('/api/v1/reports/work-summary/preview', period);

/** From January to the day of the office's figures, read on the last day of it, unless the address says otherwise. */
function periodOf(search: Record<string, string>, until: string): Period {
  const to = search['to'] ?? until;
  return { from: search['from'] ?? `${to.slice(0, 4)}-01-01`, to, as_of: search['as_of'] ?? to };
}

function PeriodPicker({ period }: { period: Period }) {
  const t = useT();
  const [search, change] = useSearchState();
  return (
    <section className="panel picks" aria-label={t.report.period}>
      <h2>{t.report.period}</h2>
      <label>
        {t.report.from}
        <DatePicker allowClear={false} aria-label={t.report.from} value={dayjs(period.from)} maxDate={dayjs(period.to)} onChange={(date) => change({ from: date?.format('YYYY-MM-DD') })} />
      </label>
      <label>
        {t.report.to}
        <DatePicker
          allowClear={false}
          aria-label={t.report.to}
          value={dayjs(period.to)}
          minDate={dayjs(period.from)}
          onChange={(date) => {
            const to = date?.format('YYYY-MM-DD');
            const asOf = search['as_of'];
            change({ to, as_of: to && asOf && asOf < to ? undefined : asOf });
          }}
        />
      </label>
      <label>
        {t.report.asOf}
        <DatePicker allowClear={false} aria-label={t.report.asOf} value={dayjs(period.as_of)} minDate={dayjs(period.to)} onChange={(date) => change({ as_of: date?.format('YYYY-MM-DD') })} />
      </label>
      <p className="soft">{t.report.asOfHint}</p>
      <p className="soft">{t.report.keyHint}</p>
    </section>
  );
}

function Issues() {
  const t = useT();
  const issues = useQuery({ queryKey: ['summary', 'issues'], queryFn: ({ signal }) => api.get<ListOf<Issue>>('/api/v1/reports/work-summary', undefined, signal) });
  return (
    <section className="panel" aria-label={t.report.issues}>
      <h2>{t.report.issues}</h2>
      <Shown of={issues} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t.report.noIssues} hint={t.report.noIssuesHint} />
          ) : (
            <ul className="rows">
              {items.map((one) => (
                <li key={one.id}>
                  <div className="grow">
                    {one.from} – {one.to}
                    <div className="soft">
                      {(one.issued_by ?? one.created_by)?.name} {instant(one.issued_at ?? one.created_at)}
                    </div>
                  </div>
                  <Button size="small" href={`/api/v1/reports/work-summary/${one.id}.docx`} download="" aria-label={`${t.common.download} ${one.from} – ${one.to}`} icon={<DownloadOutlined />} />
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}
