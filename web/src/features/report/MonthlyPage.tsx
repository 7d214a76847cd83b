import './report.css';
import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, InputNumber, Radio } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { api, url } from '@/api/http';
import { Problem } from '@/api/problem';
import type { Action } from '@/api/types';
import { useT } from '@/i18n';
import { ActionButton } from '@/ui/ActionButton';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { TraceDrawer } from '@/ui/trace';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { Mismatches, refusals } from './Mismatches';
import { TracedPaper } from './TracedPaper';

interface Setting {
  lead: 'exact' | 'printed';
  listed: number;
  version: number;
  change: Action;
}
interface Circular {
  month: string;
  from: string;
  to: string;
  title: string;
  html: string;
  setting: Setting;
}

/** 月度通报: written from records for a month, every figure traced, taken away as .docx and .xlsx. */
export default function MonthlyPage() {
  const t = useT();
  const [search, change] = useSearchState();
  const asked = { month: search['month'] };
  const circular = useQuery({
    queryKey: ['monthly', asked],
    queryFn: ({ signal }) => api.get<Circular>('/api/v1/reports/circular', asked, signal),
    retry: false,
  });
  const data = circular.data;
  const refused = circular.error instanceof Problem && circular.error.status === 422 ? refusals(circular.error) : [];
  const blocked = data ? undefined : circular.isPending ? t.common.loading : t.monthly.none;
  const download = (kind: 'docx' | 'xlsx') => (blocked ? {} : { href: url(`/api/v1/reports/circular.${kind}`, asked), download: '' });
  return (
    <Page
      title={t.nav.monthly}
      sub={t.monthly.sub}
      actions={
        <>
          <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
            {t.report.print}
          </Button>
          <ActionButton icon={<DownloadOutlined aria-hidden />} disabledReason={blocked} {...download('xlsx')}>
            {t.monthly.xlsx}
          </ActionButton>
          <ActionButton type="primary" icon={<DownloadOutlined aria-hidden />} disabledReason={blocked} {...download('docx')}>
            {t.report.download}
          </ActionButton>
        </>
      }
    >
      <div className="summary">
        <div className="summary-side">
          <section className="panel picks" aria-label={t.monthly.month}>
            <label>
              {t.monthly.month}
              <DatePicker
                picker="month"
                aria-label={t.monthly.month}
                allowClear={search['month'] !== undefined}
                value={(search['month'] ?? data?.month) ? dayjs(`${search['month'] ?? data?.month}-01`) : null}
                onChange={(day) => change({ month: day?.format('YYYY-MM') })}
              />
            </label>
            <p className="soft">{data && t.monthly.window(data.from, data.to)}</p>
          </section>
          {data && <SettingPanel key={data.setting.version} setting={data.setting} />}
        </div>
        <div className="summary-main">
          {refused.length > 0 ? (
            <Mismatches list={refused} />
          ) : (
            <Shown of={circular} rows={16}>
              {(shown) => <TracedPaper label={shown.title} html={shown.html} params={{ from: shown.from, to: shown.to, as_of: shown.to }} />}
            </Shown>
          )}
        </div>
      </div>
      {data && <TraceDrawer context={{ from: data.from, to: data.to, as_of: data.to }} />}
    </Page>
  );
}

/** What holds for every circular of the office. */
function SettingPanel({ setting }: { setting: Setting }) {
  const t = useT();
  const [lead, setLead] = useState(setting.lead);
  const [listed, setListed] = useState(setting.listed);
  const same = lead === setting.lead && listed === setting.listed;
  const write = useWrite((body: { lead: string; listed: number; version: number }, key) => api.put<Setting>('/api/v1/reports/circular/setting', body, key), {
    said: t.monthly.saved,
    refresh: [['monthly']],
  });
  const locked = !setting.change.ok;
  return (
    <section className="panel picks" aria-label={t.monthly.setting}>
      <h2>{t.monthly.setting}</h2>
      <fieldset className="bare" disabled={locked}>
        <legend>{t.monthly.lead}</legend>
        <Radio.Group value={lead} onChange={(event) => setLead(event.target.value as Setting['lead'])} disabled={locked}>
          <Radio value="exact">{t.monthly.exact}</Radio>
          <Radio value="printed">{t.monthly.printed}</Radio>
        </Radio.Group>
      </fieldset>
      <label>
        {t.monthly.listed}
        <InputNumber aria-label={t.monthly.listed} min={1} max={10} precision={0} value={listed} onChange={(value) => setListed(value ?? setting.listed)} disabled={locked} />
      </label>
      <ActionButton action={setting.change} disabledReason={same && setting.change.ok ? t.monthly.same : undefined} loading={write.isPending} onClick={() => write.mutate({ lead, listed, version: setting.version })}>
        {t.common.save}
      </ActionButton>
    </section>
  );
}
