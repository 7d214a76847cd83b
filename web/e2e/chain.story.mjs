// Industry chains: the picture of a chain, a gap for which investors are found and one becomes a target, the unit that has
// it tells how far it is, a meeting of a docking session is recorded; on a phone the picture is a list.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, startDemo } from './support.mjs';

describe('industry chains', () => {
  let demo;
  let browser;
  /** The demo as seen by one account only. */
  const as = (login) => ({ ...demo, accounts: demo.accounts.filter((one) => one.login === login) });
  before(async () => {
    demo = await startDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('show a gap, who may fill it, and how far that is', async () => {
    const clerk = await open(browser, as('clerk'), 'office_clerk');
    const { page } = clerk;
    await clerk.go('/chains');
    await page.getByRole('link', { name: '机械装备产业链' }).waitFor();
    await clerk.settled();
    await clerk.sound('the chains');
    await page.getByRole('link', { name: '新型建材产业链' }).click();
    await page.getByRole('heading', { level: 1, name: '新型建材产业链' }).waitFor();
    await clerk.settled();
    await clerk.sound('the picture of a chain');

    // The picture is worked by the keyboard as well.
    await page.getByRole('button', { name: /^混凝土与构件/ }).focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: '混凝土与构件' });
    await drawer.getByRole('button', { name: '恒信住宅工业有限公司' }).waitFor();
    assert.match(page.url(), /link=/);
    await clerk.settled();
    await clerk.sound('a link of a chain');
    await drawer.getByRole('button', { name: '找投资方' }).click();
    const finding = page.getByRole('dialog', { name: '“混凝土与构件”的投资方' });
    await finding.getByText('意向：商品混凝土及构件基地').waitFor();
    await clerk.settled();
    await clerk.sound('investors for a link');
    await finding.getByRole('button', { name: '列为目标 中联水泥有限公司' }).click();
    await finding.getByText('已将中联水泥有限公司列为目标企业').waitFor();
    await clerk.sound('a target that was made in one click');
    await finding.getByRole('button', { name: /^撤\s*销$/ }).click();
    await page.getByText('已撤销').waitFor();
    await finding.getByRole('button', { name: '指定单位 中联水泥有限公司' }).click();
    const aim = page.getByRole('dialog', { name: '添加目标企业' });
    await choose(page, aim.getByLabel('承办单位'), '于河街道', '于河街道');
    await aim.getByRole('button', { name: /确\s*定/ }).click();
    await page.getByText('已列为目标企业').waitFor();
    await drawer.getByRole('button', { name: '中联水泥有限公司' }).waitFor();
    // The message that says so does not stand in the way.
    await drawer.getByRole('button', { name: '关闭' }).click();
    await drawer.waitFor({ state: 'hidden' });

    await clerk.go('/chains');
    await page.getByRole('link', { name: '机械装备产业链' }).click();
    const sessions = page.getByRole('region', { name: '产业对接' });
    await sessions.getByText('签订首批传动件试制协议').waitFor();
    await sessions.getByRole('button', { name: '添加对接 机械装备制造业恳谈会' }).click();
    const met = page.getByRole('dialog');
    await choose(page, met.getByLabel('环节'), '电气控制', '电气');
    await choose(page, met.getByLabel('本地企业'), '晋工机械有限公司', '晋工');
    await choose(page, met.getByLabel('投资方'), '巨力集团有限公司', '巨力');
    await met.getByLabel('下一步').fill('寄送控制柜图纸');
    await met.getByLabel('时限').fill('2013-09-12');
    await met.getByLabel('时限').press('Enter');
    await met.getByRole('button', { name: /保\s*存/ }).click();
    await sessions.getByText('寄送控制柜图纸').waitFor();
    await clerk.settled();
    await clerk.sound('docking sessions of a chain');

    // The search box finds a link, and leads to it.
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /查找/ }).fill('冷藏储运');
    await page.getByRole('option', { name: /冷藏储运/ }).first().click();
    await page.getByRole('dialog', { name: '冷藏储运' }).waitFor();
    assert.match(page.url(), /\/chains\/[^/]+\?link=/);
    await clerk.close();

    const yuhe = await open(browser, as('yuhe'), 'unit_filler', { width: 390, height: 844 });
    await yuhe.go('/chains');
    const mine = yuhe.page.getByRole('region', { name: '本单位承办的目标企业' });
    await mine.getByRole('link', { name: '中联水泥有限公司' }).waitFor();
    await yuhe.settled();
    await yuhe.sound('chains on a phone');
    await mine.getByRole('button', { name: '更新进展 中联水泥有限公司' }).click();
    const step = yuhe.page.getByRole('dialog');
    await step.getByLabel('最近情况').fill('已电话联系投资部');
    await step.getByRole('button', { name: /确\s*定/ }).click();
    await mine.getByText('已电话联系投资部').waitFor();
    await mine.getByRole('link', { name: '新型建材产业链 · 混凝土与构件' }).click();
    await yuhe.page.getByRole('dialog', { name: '混凝土与构件' }).getByText('已电话联系投资部').waitFor();
    await yuhe.settled();
    await yuhe.sound('a link on a phone');
    await yuhe.close();
  });
});
