import './report.css';
import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { api, url } from '@/api/http';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { ActionButton } from '@/ui/ActionButton';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { options } from '@/ui/words';

interface Pack {
  title: string;
  html: string;
  projects: number;
  since: string;
  as_of: string;
}

/** 调度会材料: the projects of a filter since the last meeting, to be read, printed, taken away. */
export default function DispatchPage() {
  const t = useT();
  const [search, change] = useSearchState();
  const stages = (search['stage'] ?? '').split(',').filter(Boolean);
  const asked = {
    unit: search['unit'],
    leader: search['leader'],
    since: search['since'],
    stage: stages.length > 0 ? stages : undefined,
    // Without any filter a district's whole library would be on the table.
    attention: search['all'] === undefined ? true : undefined,
  };
  const pack = useQuery({
    queryKey: ['dispatch', asked],
    queryFn: ({ signal }) => api.get<Pack>('/api/v1/dispatch-pack', asked, signal),
    retry: false,
  });
  const leaders = useQuery({
    queryKey: ['leaders'],
    queryFn: ({ signal }) => api.get<ListOf<{ leader: string }>>('/api/v1/leaders', undefined, signal),
  });
  return (
    <Page
      title={t.report.dispatch}
      sub={t.report.dispatchSub}
      actions={
        <>
          <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
            {t.report.print}
          </Button>
          <ActionButton
            type="primary"
            icon={<DownloadOutlined aria-hidden />}
            disabledReason={pack.data ? undefined : pack.isPending ? t.common.loading : t.report.dispatchNone}
            {...(pack.data ? { href: url('/api/v1/dispatch-pack/docx', asked), download: '' } : {})}
          >
            {t.report.download}
          </ActionButton>
        </>
      }
    >
      <div className="summary">
        <div className="summary-side">
          <section className="panel picks" aria-label={t.report.dispatchFilter}>
            <h2>{t.report.dispatchFilter}</h2>
            <label>
              {t.rates.unit}
              <UnitPick aria-label={t.rates.unit} allowClear value={search['unit'] ?? null} onChange={(unit) => change({ unit })} placeholder={t.common.all} />
            </label>
            <label>
              {t.rates.stage}
              <Select aria-label={t.rates.stage} mode="multiple" value={stages} onChange={(next: string[]) => change({ stage: next.join(',') || undefined })} options={options(t, 'stage')} placeholder={t.common.all} />
            </label>
            <label>
              {t.leader.leader}
              <Select
                aria-label={t.leader.leader}
                allowClear
                value={search['leader'] ?? null}
                onChange={(leader: string | null) => change({ leader: leader ?? undefined })}
                options={(leaders.data?.items ?? []).map((one) => ({ value: one.leader, label: one.leader }))}
                placeholder={t.common.all}
              />
            </label>
            <label>
              {t.report.dispatchSince}
              <DatePicker aria-label={t.report.dispatchSince} allowClear={search['since'] !== undefined} value={pack.data || search['since'] ? dayjs(search['since'] ?? pack.data?.since) : null} onChange={(date) => change({ since: date?.format('YYYY-MM-DD') })} />
            </label>
            <Checkbox checked={asked.attention === true} onChange={(event) => change({ all: event.target.checked ? undefined : '1' })}>
              {t.report.dispatchAttention}
            </Checkbox>
          </section>
        </div>
        <div className="summary-main">
          <Shown of={pack} rows={16}>
            {(data) =>
              data.projects === 0 ? (
                <div className="panel">
                  <Empty title={t.report.dispatchEmpty} hint={t.report.dispatchEmptyHint} />
                </div>
              ) : (
                <div className="paper" role="document" aria-label={t.report.dispatch} dangerouslySetInnerHTML={{ __html: data.html }} />
              )
            }
          </Shown>
        </div>
      </div>
    </Page>
  );
}
