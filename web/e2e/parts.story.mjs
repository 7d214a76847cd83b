// What belongs to what: a bundle that counts by its parts, an increase of which only the increment counts, a joint
// venture with its shares, and phases with amounts of their own; and phases found in a ledger.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, press, startDemo } from './support.mjs';

describe('bundles, increases, joint ventures and phases', () => {
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

  /** The form of a new project of Yuhe with a total in 万元. */
  async function begin(window, name, total) {
    const { page } = window;
    await window.go('/projects?new=1');
    const form = page.getByRole('dialog');
    await form.getByLabel('项目名称').fill(name);
    await form.getByRole('textbox', { name: '金额', exact: true }).fill(total);
    await choose(page, form.locator('fieldset', { hasText: '增加单位' }).getByRole('combobox', { name: '单位' }), '于河街道', '于河');
    return form;
  }

  async function save(window, form, name) {
    const { page } = window;
    await form.getByRole('button', { name: '保存' }).click();
    await page.waitForURL(/\/projects\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await window.settled();
  }

  it('shows what a bundle counts by, on a phone too', async () => {
    const clerk = await open(browser, demo, 'office_clerk', { width: 390, height: 844 });
    const { page } = clerk;
    await clerk.go('/projects?bound=bundle');
    await page.getByRole('link', { name: '两岸房地产开发' }).first().click();
    const panel = page.getByRole('region', { name: '总项目与子项目' });
    await panel.getByText('两岸房地产开发二期').waitFor();
    await panel.getByText(/^子项目总投资合计/).waitFor();
    await clerk.settled();
    await clerk.sound('a bundle on a phone');
    await clerk.close();
  });

  it('takes a project into the bundle and lets it go again', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    const form = await begin(clerk, '两岸房地产开发三期', '5000');
    await save(clerk, form, '两岸房地产开发三期');
    const panel = page.getByRole('region', { name: '总项目与子项目' });
    await panel.getByRole('button', { name: '归入总项目' }).click();
    const dialog = page.getByRole('dialog');
    await choose(page, dialog.getByRole('combobox', { name: '总项目' }), /两岸房地产开发$/, '两岸房地产开发');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await panel.getByText('所属总项目').waitFor();
    await clerk.settled();
    await clerk.sound('a part of a bundle');
    await panel.getByRole('link', { name: /两岸房地产开发$/ }).click();
    await page.getByRole('region', { name: '总项目与子项目' }).getByText('两岸房地产开发三期').waitFor();
    await page.goBack();
    await panel.getByRole('button', { name: '移出总项目' }).click();
    await press(page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }));
    await panel.getByRole('button', { name: '归入总项目' }).waitFor();
    await clerk.close();
  });

  it('counts of an increase what was added', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    const form = await begin(clerk, '晋工机械二线增资', '9000');
    await choose(page, form.getByRole('combobox', { name: '类别' }), '增资扩产');
    await form.getByRole('textbox', { name: '增资前' }).fill('4000');
    await save(clerk, form, '晋工机械二线增资');
    const amounts = page.getByRole('region', { name: '各项金额' });
    await amounts.getByText('5,000.00', { exact: true }).waitFor();
    await amounts.getByText(/增资前 .*增资后/).waitFor();
    await clerk.sound('an increase');
    await clerk.close();
  });

  it('says who holds a joint venture, and refuses shares that are not the whole', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    const form = await begin(clerk, '合资精密铸造', '8000');
    await choose(page, form.getByRole('combobox', { name: '类别' }), '合资');
    const parties = form.locator('fieldset', { hasText: '增加投资方' });
    await choose(page, parties.getByRole('combobox', { name: '客商' }), /潍德/, '潍德');
    await parties.getByRole('textbox', { name: '份额' }).fill('60');
    await form.getByRole('button', { name: '保存' }).click();
    await form.getByText(/合资(项目应有|各方比例)/).first().waitFor();
    await parties.getByRole('button', { name: '增加投资方' }).click();
    const second = parties.locator('.line').nth(1);
    await choose(page, second.getByRole('combobox', { name: '客商' }), /百速私人/, '百速私人');
    await second.getByRole('textbox', { name: '份额' }).fill('40');
    await save(clerk, form, '合资精密铸造');
    const panel = page.getByRole('region', { name: '投资方与合作方' });
    await panel.getByText('出资比例：境内 60%，境外（含港澳台）40%').waitFor();
    await clerk.sound('a joint venture');
    await clerk.close();
  });

  it('sums phases and says by which rule', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    const form = await begin(clerk, '冷链物流中心', '9000');
    const money = form.locator('fieldset', { hasText: '增加一期' });
    await money.getByRole('button', { name: '增加一期' }).click();
    await money.getByRole('textbox', { name: '第 1 期' }).fill('一期');
    await money.getByRole('button', { name: '增加一项金额' }).click();
    const second = money.locator('.boxed').nth(1);
    await choose(page, second.getByRole('combobox', { name: '名目' }), '总投资');
    await second.getByRole('textbox', { name: '金额', exact: true }).fill('3000');
    await choose(page, second.getByRole('combobox', { name: '期', exact: true }), '一期');
    await save(clerk, form, '冷链物流中心');
    await page.getByText(/未拆分 6,000.00 万元/).waitFor();
    await clerk.sound('a project in phases');
    await clerk.close();
  });

  it('finds phases in a ledger and makes them parts where the clerk says so', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/imports');
    const rows = ['项目名称,投资方,总投资（万元）,责任单位', '云栖数据中心一期,云栖数据有限公司,3000,于河街道', '云栖数据中心二期,云栖数据有限公司,5600,于河街道'];
    await page.locator('input[type=file]').setInputFiles({ name: '分期台账.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
    const panel = page.getByRole('region', { name: '分期项目' });
    await panel.getByText('第 2 行 第 1 期、第 3 行 第 2 期').waitFor();
    await choose(page, panel.getByRole('combobox'), '作为一个总项目的子项目导入');
    await clerk.settled();
    await clerk.sound('phases of a ledger');
    await page.getByRole('button', { name: /^导\s*入$/ }).click();
    await press(page.getByRole('dialog').getByRole('button', { name: /^导\s*入$/ }));
    await page.getByText(/总项目 1/).waitFor({ timeout: 20_000 });
    await clerk.go('/projects?bound=bundle&q=云栖数据中心');
    await page.getByRole('link', { name: '云栖数据中心' }).first().click();
    const parts = page.getByRole('region', { name: '总项目与子项目' });
    await parts.getByText('云栖数据中心二期').waitFor();
    assert.match(await parts.innerText(), /8,600\.00/);
    await clerk.close();
  });
});
