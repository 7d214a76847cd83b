import { Form, Input, Select } from 'antd';
import { useT } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { EventPick, useReadsEvents } from '@/ui/pick';
import { options } from '@/ui/words';
import { need } from './rules';

/** What was signed, and what comes next. */
export function Signing() {
  const t = useT();
  const events = useReadsEvents();
  return (
    <fieldset className="section">
      <legend>{t.project.sectionSigning}</legend>
      <div className="cols">
        <Form.Item name="agreement" label={t.project.agreement} rules={need(t)}>
          <Select options={options(t, 'agreement')} />
        </Form.Item>
        <Form.Item name="contract_signed_on" label={t.project.signedOn}>
          <DateInput />
        </Form.Item>
        <Form.Item name="introduced_on" label={t.project.introducedOn}>
          <DateInput />
        </Form.Item>
        {events && (
          <Form.Item name="event_id" label={t.activity.ofProject}>
            <EventPick />
          </Form.Item>
        )}
        <Form.Item name="next_step_due_on" label={t.project.nextStepDue}>
          <DateInput />
        </Form.Item>
      </div>
      <Form.Item name="progress" label={t.project.progress}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} />
      </Form.Item>
      <Form.Item name="next_step" label={t.project.nextStep}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="problem" label={t.project.problem}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} />
      </Form.Item>
    </fieldset>
  );
}
