// What was promised: the department says what it performed, the office sees what is late, and support
// funds go from application over approval to payment without anybody approving their own.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, press, startDemo } from './support.mjs';

describe('commitments and support funds', () => {
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

  it('are entered on the page of a project and performed by the department', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/commitments?overdue=true');
    await page.getByText('逾期').first().waitFor();
    await clerk.sound('overdue commitments');
    await clerk.go('/projects?q=一立航空');
    await page.getByRole('link', { name: '一立航空涡喷发动机' }).first().click();
    await page.getByRole('button', { name: '录入承诺' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('承诺内容').fill('移交试验基地用地');
    await dialog.getByLabel('文件和条款').fill('补充协议第三条');
    await choose(page, dialog.getByLabel('责任单位'), '区国土分局', '国土');
    await dialog.getByLabel('兑现时限').fill('2013-09-30');
    await dialog.getByLabel('兑现时限').press('Enter');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await page.getByRole('link', { name: '移交试验基地用地' }).first().waitFor();
    await clerk.close();

    const department = await open(browser, demo, 'factor_department');
    await department.go('/commitments?mine=true');
    await department.page.getByRole('link', { name: '移交试验基地用地' }).click();
    await department.page.getByRole('button', { name: '已履行' }).click();
    await department.page.getByLabel('履行情况和依据').fill('移交书 2013-17 号');
    await press(department.page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }));
    await department.page.getByText('移交书 2013-17 号').first().waitFor();
    await department.sound('a performed commitment');
    await department.close();
  });

  it('shows what was applied for and paid, and the reviewer approves what others applied for', async () => {
    const reviewer = await open(browser, demo, 'office_reviewer');
    const { page } = reviewer;
    await reviewer.go('/supports?hand=decide');
    await reviewer.sound('the ledger of support funds');
    assert.match(await page.getByRole('region', { name: '2013 年申请的扶持资金' }).innerText(), /920\.00[\s\S]*800\.00[\s\S]*400\.00/);
    await page.getByRole('link', { name: '新能源汽车生产线设备补助' }).click();
    await page.getByRole('button', { name: /批\s*准/ }).first().click();
    await press(page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }));
    await page.getByText('已批准').first().waitFor();
    await reviewer.close();

    const clerk = await open(browser, demo, 'office_clerk');
    await clerk.go('/supports?hand=pay');
    await clerk.page.getByRole('link', { name: '新能源汽车生产线设备补助' }).click();
    await clerk.page.getByRole('button', { name: '登记拨付' }).click();
    await clerk.page.getByLabel('凭证号').fill('2013-0101');
    await press(clerk.page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }));
    await clerk.page.getByText('2013-0101').first().waitFor();
    await clerk.sound('support funds that were paid');
    await clerk.close();
  });
});
