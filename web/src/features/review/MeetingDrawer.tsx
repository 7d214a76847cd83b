import { Button, Drawer, Form, Input, InputNumber, Radio } from 'antd';
import { api } from '@/api/http';
import { useOfficeDay } from '@/api/session';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { DateInput } from '@/ui/DateInput';
import { useWrite } from '@/ui/useWrite';
import { readable, WanInput } from '@/ui/WanInput';
import { refreshRounds } from './RoundPage';
import type { Round } from './types';

interface Values {
  minutes_no: string;
  met_on: string;
  notice_days: number;
  items: { verdict: string; recognised_fen: number | null; reason?: string }[];
}

/** What the meeting decided, receipt by receipt; all of it is carried out at once, or none. */
export function MeetingDrawer({ round, close }: { round: Round; close: () => void }) {
  const t = useT();
  const day = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const waiting = round.items.filter((item) => item.state === 'claimed');
  const verdicts = Form.useWatch('items', form) ?? [];
  const body = (values: Values) => ({
    version: round.version,
    minutes_no: values.minutes_no,
    met_on: values.met_on,
    notice_days: values.notice_days,
    items: (values.items ?? []).map((item, at) => ({
      fund_id: waiting[at]?.fund_id,
      verdict: item.verdict,
      recognised_fen: item.verdict === 'recognise' ? item.recognised_fen : null,
      reason: item.reason ?? '',
    })),
  });
  const run = useWrite((values: Values, key) => api.post<Round>(`/api/v1/rounds/${round.id}/meeting`, body(values), key), {
    said: t.review.met,
    refresh: refreshRounds,
    onDone: close,
    place: () => ({ form }),
  });
  const initial: Values = {
    minutes_no: '',
    met_on: day,
    notice_days: 5,
    items: waiting.map((item) => ({ verdict: 'recognise', recognised_fen: item.claimed_fen, reason: '' })),
  };
  return (
    <Drawer
      open
      onClose={close}
      size="min(620px, 100vw)"
      title={t.review.meetTitle}
      closable={{ 'aria-label': t.common.close }}
      footer={
        <div className="round-foot">
          <span className="soft">{t.review.reasonHint}</span>
          <Button type="primary" loading={run.isPending} onClick={() => form.submit()}>
            {t.review.meet}
          </Button>
        </div>
      }
    >
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={(values) => run.mutate(values)}>
        <Form.Item name="minutes_no" label={t.review.minutesNo} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={60} />
        </Form.Item>
        <div className="meeting-two">
          <Form.Item name="met_on" label={t.review.metOn} rules={[{ required: true, message: t.common.required }]}>
            <DateInput min={round.opened_on} max={day} />
          </Form.Item>
          <Form.Item name="notice_days" label={t.review.noticeDays} rules={[{ required: true, message: t.common.required }]}>
            <InputNumber min={3} max={60} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </div>
        {waiting.map((item, at) => {
          const chosen = verdicts[at]?.verdict ?? 'recognise';
          const less = chosen !== 'recognise' || (verdicts[at]?.recognised_fen ?? item.claimed_fen) < item.claimed_fen;
          return (
            <div key={item.fund_id} className="meeting-item">
              <strong>
                <span>{item.project.name}</span>
                <span className="num nowrap">
                  {money(item.claimed_fen)} {t.common.unitName.wan}
                </span>
              </strong>
              {item.opinions.some((one) => !one.agrees) && (
                <p className="decide-why">
                  {item.opinions
                    .filter((one) => !one.agrees)
                    .map((one) => `${one.unit.name}：${one.text}`)
                    .join(t.common.semicolon)}
                </p>
              )}
              <Form.Item name={['items', at, 'verdict']} label={t.review.verdict}>
                <Radio.Group options={Object.entries(t.review.verdicts).map(([value, label]) => ({ value, label }))} />
              </Form.Item>
              {chosen === 'recognise' && (
                <Form.Item
                  name={['items', at, 'recognised_fen']}
                  label={t.common.withUnit(t.review.amount, t.common.unitName.wan)}
                  rules={[{ required: true, message: t.common.required }, readable(t.fund.amountWrong)]}
                >
                  <WanInput />
                </Form.Item>
              )}
              {less && (
                <Form.Item name={['items', at, 'reason']} label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
                  <Input maxLength={500} />
                </Form.Item>
              )}
            </div>
          );
        })}
      </Form>
    </Drawer>
  );
}
