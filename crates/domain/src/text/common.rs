//! Words that thousands of firms have in their names. They tell little about who is meant, and looking them up costs most.

use std::{collections::HashSet, sync::LazyLock};

/// What firms are and do.
const WORDS: &str = "有限公司 股份 集团 责任 科技 技术 实业 工业 产业 贸易 商贸 进出口 国际 发展 开发 投资 控股 资产 资本 基金 \
    工程 建设 建筑 建材 材料 新材料 机械 制造 设备 装备 仪器 仪表 模具 精密 金属 钢铁 铝业 铜业 塑料 橡胶 玻璃 陶瓷 水泥 混凝土 \
    电子 电气 电器 电力 电缆 电源 光电 光伏 半导体 集成电路 芯片 智能 智慧 自动化 机器人 信息 网络 软件 数据 数字 通信 通讯 物联网 \
    互联网 云计算 人工智能 新能源 能源 动力 燃气 热力 石油 石化 化工 化学 环保 环境 生态 节能 再生 水务 \
    生物 医药 制药 药业 医疗 器械 健康 食品 饮料 酒业 粮油 农业 农牧 牧业 农产品 种业 渔业 林业 园林 绿化 \
    纺织 服装 服饰 针织 家纺 鞋业 家具 木业 纸业 包装 印刷 文化 传媒 广告 影视 出版 教育 旅游 酒店 餐饮 体育 \
    汽车 零部件 车辆 航空 航天 船舶 轨道 交通 运输 物流 仓储 供应链 快递 管理 咨询 服务 物业 置业 地产 房地产 商业 商务 \
    连锁 超市 百货 市场 广场 电商 电子商务 研究 研究院 研究所 检测 设计 装饰 装修 安装 租赁 担保 保险 金融 项目 产业园 园区 基地 中心";

static PAIRS: LazyLock<HashSet<[char; 2]>> = LazyLock::new(|| {
    let pairs = |word: &str| {
        let chars: Vec<char> = word.chars().collect();
        chars.windows(2).map(|pair| [pair[0], pair[1]]).collect::<Vec<_>>()
    };
    WORDS.split_whitespace().flat_map(pairs).collect()
});

/// Of each two neighbouring characters whether they are of such a word, or stand between two of them: 电子科技 has 子科.
pub(super) fn common_pairs(chars: &[char]) -> Vec<bool> {
    let listed: Vec<bool> = chars.windows(2).map(|pair| PAIRS.contains(&[pair[0], pair[1]])).collect();
    let is_between = |at: usize| at > 0 && listed[at - 1] && listed.get(at + 1) == Some(&true);
    (0..listed.len()).map(|at| listed[at] || is_between(at)).collect()
}
