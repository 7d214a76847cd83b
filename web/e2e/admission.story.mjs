// A review: the department answers what it was asked, the office enters the meeting, a reviewer who had no
// part in it concludes, and what the department made a condition is a commitment of the project.
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, startDemo } from './support.mjs';

describe('an admission review', () => {
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

  it('is in the inbox of the department, and its condition has an owner', async () => {
    const department = await open(browser, demo, 'factor_department');
    const { page } = department;
    await page.getByRole('region', { name: '征求我单位意见的联审' }).getByRole('link', { name: '铜冶炼' }).click();
    await page.getByRole('button', { name: /出具意见/ }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('有条件同意').click();
    await dialog.getByLabel('意见内容和依据条款').fill('须符合土地利用总体规划');
    await dialog.getByLabel('须满足的条件').fill('取得用地预审意见');
    await choose(page, dialog.getByLabel('落实单位'), '区国土分局', '国土');
    await dialog.getByLabel('完成时限').fill('2013-12-31');
    await dialog.getByLabel('完成时限').press('Enter');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await page.getByText('取得用地预审意见').first().waitFor();
    await department.sound('a review with an opinion');
    await department.close();
  });

  it('shows the table, the passed review and the sheet of a project', async () => {
    const leader = await open(browser, demo, 'district_leader');
    await leader.go('/admission-rules');
    await leader.page.getByText('重大建设项目联审').waitFor();
    await leader.sound('the review table');
    await leader.go('/admissions?state=passed');
    await leader.page.getByRole('link', { name: '富盈国际城' }).first().click();
    await leader.page.getByText('联审〔2013〕8号').first().waitFor();
    await leader.sound('a passed review');
    await leader.page.getByRole('link', { name: '富盈国际城' }).first().click();
    await leader.page.getByText('签约前分两期实缴，写入合同第四条').waitFor();
    await leader.page.getByRole('link', { name: '取得用地预审意见后方可办理后续手续' }).first().waitFor();
    await leader.sound('a project with its review');
    await leader.close();
  });
});
