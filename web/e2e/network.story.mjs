// Associations, introducers, and the ways to an investor.
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, startDemo } from './support.mjs';

describe('the network', () => {
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

  it('lists associations with their firms and persons', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/network');
    await page.locator('.ledger a.name', { hasText: '福建商会' }).waitFor();
    await clerk.sound('associations');
    await page.locator('.ledger a.name', { hasText: '福建商会' }).click();
    const members = page.getByRole('region', { name: '会员单位' });
    await members.getByText('副会长').waitFor();
    await clerk.sound('an association');
    await members.getByRole('button', { name: /登记会员单位/ }).click();
    const dialog = page.getByRole('dialog');
    await choose(page, dialog.getByLabel('会员单位', { exact: true }), '巨力集团有限公司', '巨力');
    await dialog.getByLabel('来源').fill('2013 年会员名册');
    await clerk.settled();
    await clerk.sound('a new member');
    await dialog.getByRole('button', { name: /保\s*存/ }).click();
    await members.getByText('巨力集团有限公司').waitFor();
    await clerk.close();
  });

  it('tells what an introducer brought', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/network?list=introducers');
    await page.locator('.ledger a.name', { hasText: '海峡经贸' }).waitFor();
    await clerk.sound('introducers');
    await page.locator('.ledger a.name', { hasText: '海峡经贸' }).click();
    await page.getByRole('region', { name: '参与的项目' }).getByText('登记在先').first().waitFor();
    await clerk.sound('an introducer');
    await clerk.close();
  });

  it('shows by whom an investor is reached, on a phone', async () => {
    const clerk = await open(browser, demo, 'office_clerk', { width: 390, height: 844 });
    const { page } = clerk;
    await clerk.go('/investors?q=中联水泥');
    await page.getByRole('link', { name: '中联水泥有限公司' }).first().click();
    await page.getByRole('region', { name: '引荐路径' }).getByText('省建材行业协会').first().waitFor();
    await clerk.sound('the ways to an investor, on a phone');
    await clerk.close();
  });
});
