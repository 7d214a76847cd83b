// A published table is put through the check: what is right, what was cut off, what is wrong, and what it should be.
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, startDemo } from './support.mjs';

const TABLE = [
  '2013年1-8月招商引资到位资金完成情况',
  '单位\t年度目标（万元）\t累计到位（万元）\t完成率（%）\t位次',
  '于河街道\t95000\t64700\t68.1\t1',
  '凤山街道\t90000\t63400\t70.4\t2',
  '北苑街道\t60000\t8800\t14.6\t3',
  '合计\t245000\t136900\t55.9\t',
].join('\n');

describe('a circular', () => {
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

  it('is worked out again, cell by cell', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/circular-check');
    await page.locator('#circular-text').fill(TABLE);
    await page.getByRole('button', { name: '开始校核' }).click();
    const found = page.getByRole('region', { name: '需要核对的单元格' });
    await found.getByText('14.7', { exact: true }).waitFor();
    await found.getByRole('row', { name: /E3/ }).waitFor();
    await clerk.settled();
    await clerk.sound('a circular put through the check');
    await clerk.close();
  });

  it('takes a correction of a column and of a row, and is worked out again at once', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/circular-check');
    // Headers that say nothing: the reader says what the columns are.
    await page.locator('#circular-text').fill(['单位\t甲\t乙\t丙', '于河街道\t100\t80\t80.0', '凤山街道\t200\t100\t51.0', '全部\t300\t180\t60.0'].join('\n'));
    await page.getByRole('button', { name: '开始校核' }).click();
    await page.getByText('没有发现错误').waitFor();
    const say = async (label, word) => {
      await choose(page, page.getByRole('combobox', { name: label }), word);
      await page.locator('section[aria-busy="false"] .circular-table').waitFor();
    };
    await say('B 列的含义', '目标');
    await say('C 列的含义', '完成');
    await say('D 列的含义', '比率');
    const found = page.getByRole('region', { name: '需要核对的单元格' });
    await found.getByRole('row', { name: /D3/ }).getByText('50.0').first().waitFor();
    await say('第 4 行的种类', '合计');
    await page.getByRole('button', { name: '恢复自动识别' }).waitFor();
    await clerk.settled();
    await clerk.sound('a circular corrected by hand');
    await clerk.close();
  });
});
