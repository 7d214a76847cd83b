// Two records of one investor: compared, merged, followed from the old address, and made two again.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, open, startDemo } from './support.mjs';

describe('two records of one investor', () => {
  let demo;
  let browser;
  before(async () => {
    demo = await startDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('are merged field by field, the old address leads on, and it can be undone', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    await clerk.go(`/investors?q=${encodeURIComponent('恒信住宅工业')}`);
    await clerk.page.getByRole('link', { name: '恒信住宅工业', exact: true }).click();
    await clerk.page.getByRole('heading', { level: 1, name: '恒信住宅工业' }).waitFor();
    const old = new URL(clerk.page.url()).pathname;
    await clerk.go('/investors?q=' + encodeURIComponent('恒信住宅工业'));
    await clerk.page.getByRole('link', { name: '恒信住宅工业有限公司' }).click();
    await clerk.page.getByRole('heading', { level: 1, name: '恒信住宅工业有限公司' }).waitFor();
    await clerk.settled();
    await clerk.sound('an investor with its profile');
    await clerk.page.getByRole('button', { name: /合\s*并$/ }).click();
    await clerk.page.getByRole('region', { name: '可能是同一家' }).getByRole('button', { name: /对\s*照/ }).first().click();
    const values = clerk.page.getByRole('region', { name: '逐项选择保留的内容' });
    await values.getByRole('radio', { name: '济南市高新区' }).waitFor();
    assert.ok(await values.getByRole('radio', { name: '济南市高新区' }).isChecked());
    await clerk.settled();
    await clerk.sound('two records side by side');
    await clerk.page.getByLabel('合并原因').fill('同一家企业');
    await clerk.page.getByRole('button', { name: '确认合并' }).click();
    await clerk.page.getByRole('heading', { level: 1, name: '“恒信住宅工业”并入“恒信住宅工业有限公司”' }).waitFor();
    await clerk.settled();
    await clerk.sound('a merge');
    const record = new URL(clerk.page.url()).pathname;
    await clerk.go(old);
    await clerk.page.getByRole('heading', { level: 1, name: '恒信住宅工业有限公司' }).waitFor();
    await clerk.page.getByText('“恒信住宅工业”已并入本客商').waitFor();
    assert.notEqual(new URL(clerk.page.url()).pathname, old);
    await clerk.close();

    const phone = await open(browser, demo, 'office_clerk', { width: 390, height: 844 });
    await phone.go(record);
    await phone.page.getByRole('button', { name: '撤销合并' }).click();
    const dialog = phone.page.getByRole('dialog');
    await dialog.getByLabel('理由').fill('核实为两家');
    await phone.settled();
    await phone.sound('undoing a merge on a phone');
    await dialog.getByRole('button', { name: '撤销合并' }).click();
    await phone.page.getByText('已撤销').first().waitFor();
    await phone.go(old);
    await phone.page.getByRole('heading', { level: 1, name: '恒信住宅工业', exact: true }).waitFor();
    await phone.settled();
    await phone.sound('an investor on a phone');
    await phone.close();
  });
});
