import { Form, Input } from 'antd';
import { useT } from '@/i18n';
import { DateInput } from '@/ui/DateInput';

/** What is said of a week: the same fields for a report and for its correction. */
export function Fields({ first }: { first?: boolean }) {
  const t = useT();
  return (
    <>
      <Form.Item name="happened" label={t.progress.happened}>
        <Input.TextArea autoFocus={first ?? false} autoSize={{ minRows: 3, maxRows: 12 }} />
      </Form.Item>
      <div className="line">
        <Form.Item name="next_step" label={t.progress.nextStep} className="double">
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="due_on" label={t.progress.due}>
          <DateInput />
        </Form.Item>
      </div>
      <Form.Item name="problem" label={t.progress.problem}>
        <Input.TextArea autoSize={{ minRows: 1, maxRows: 8 }} />
      </Form.Item>
    </>
  );
}
