import { PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select } from 'antd';
import { useT } from '@/i18n';
import { parseMoney } from '@/lib/money';
import { DateInput } from '@/ui/DateInput';
import { options } from '@/ui/words';
import { Drop } from './Drop';
import { need } from './rules';

const CURRENCIES = ['CNY', 'USD', 'EUR', 'HKD', 'TWD', 'JPY', 'KRW', 'SGD', 'GBP'];

/** Phases and amounts; a foreign amount with its dated rate. */
export function Money() {
  const t = useT();
  const amount = {
    validator: (_: unknown, value: string | undefined) =>
      !value || parseMoney(value, 'yi') !== null ? Promise.resolve() : Promise.reject(new Error(t.project.badAmount)),
  };
  return (
    <fieldset className="section">
      <legend>{t.project.sectionMoney}</legend>
      <Form.List name="phases">
        {(fields, { add, remove }, { errors }) => (
          <>
            {fields.map((field) => (
              <div key={field.key} className="line">
                <Form.Item name={[field.name, 'name']} label={t.project.phaseNo(field.name + 1)}>
                  <Input maxLength={60} placeholder={t.project.phaseNo(field.name + 1)} />
                </Form.Item>
                <Form.Item name={[field.name, 'planned_from']} label={`${t.project.planned} ${t.common.from}`}>
                  <DateInput />
                </Form.Item>
                <Form.Item name={[field.name, 'planned_to']} label={t.common.to}>
                  <DateInput />
                </Form.Item>
                <Form.Item name={[field.name, 'actual_from']} label={`${t.project.actual} ${t.common.from}`}>
                  <DateInput />
                </Form.Item>
                <Form.Item name={[field.name, 'actual_to']} label={t.common.to}>
                  <DateInput />
                </Form.Item>
                <Drop onClick={() => remove(field.name)} />
              </div>
            ))}
            <Button type="dashed" icon={<PlusOutlined />} style={{ marginBottom: 14 }} onClick={() => add({ no: fields.length + 1, name: '' })}>
              {t.project.addPhase}
            </Button>
            <Form.ErrorList errors={errors} />
          </>
        )}
      </Form.List>
      <Form.List name="amounts">
        {(fields, { add, remove }, { errors }) => (
          <>
            {fields.map((field) => (
              <div key={field.key} className="boxed">
                <div className="line">
                  <Form.Item name={[field.name, 'measure']} label={t.project.amountHead.measure} rules={need(t)}>
                    <Select options={options(t, 'measure')} />
                  </Form.Item>
                  <Form.Item name={[field.name, 'amount']} label={t.project.amount} rules={[amount]}>
                    <Input inputMode="decimal" maxLength={24} />
                  </Form.Item>
                  <Before name={field.name} />
                  <Form.Item name={[field.name, 'unit']} label={t.project.amountUnit}>
                    <Select options={['wan', 'yi', 'one'].map((value) => ({ value, label: t.project.unitOf[value] }))} />
                  </Form.Item>
                  <Form.Item name={[field.name, 'currency']} label={t.project.currency}>
                    <Select options={CURRENCIES.map((value) => ({ value, label: value }))} showSearch />
                  </Form.Item>
                  <Form.Item noStyle dependencies={['phases']}>
                    {({ getFieldValue }) => {
                      const phases = (getFieldValue('phases') ?? []) as { no: number; name: string }[];
                      return phases.length > 0 ? (
                        <Form.Item name={[field.name, 'phase']} label={t.project.amountHead.phase}>
                          <Select
                            options={[
                              { value: 0, label: t.project.phaseWhole },
                              ...phases.map((one, index) => ({ value: one?.no ?? index + 1, label: one?.name || t.project.phaseNo(index + 1) })),
                            ]}
                          />
                        </Form.Item>
                      ) : null;
                    }}
                  </Form.Item>
                  <Drop onClick={() => remove(field.name)} />
                </div>
                <Form.Item noStyle dependencies={[['amounts', field.name, 'currency']]}>
                  {({ getFieldValue }) =>
                    getFieldValue(['amounts', field.name, 'currency']) !== 'CNY' && (
                      <div className="line">
                        <Form.Item name={[field.name, 'rate']} label={t.project.rate} extra={t.project.rateHint}>
                          <Input inputMode="decimal" maxLength={16} />
                        </Form.Item>
                        <Form.Item name={[field.name, 'rate_on']} label={t.project.rateOn}>
                          <DateInput />
                        </Form.Item>
                        <Form.Item name={[field.name, 'rate_source']} label={t.project.rateSource}>
                          <Input maxLength={60} />
                        </Form.Item>
                      </div>
                    )
                  }
                </Form.Item>
              </div>
            ))}
            <Button
              type="dashed"
              icon={<PlusOutlined />}
              onClick={() => add({ phase: 0, measure: 'contract', amount: '', unit: 'wan', currency: 'CNY' })}
            >
              {t.project.addAmount}
            </Button>
            <Form.ErrorList errors={errors} />
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

/** Of an increase, what there was before: only what is added counts. */
function Before({ name }: { name: number }) {
  const t = useT();
  return (
    <Form.Item noStyle dependencies={['kind']}>
      {({ getFieldValue }) =>
        getFieldValue('kind') === 'expansion' && (
          <Form.Item name={[name, 'before']} label={t.project.before}>
            <Input inputMode="decimal" maxLength={24} />
          </Form.Item>
        )
      }
    </Form.Item>
  );
}
