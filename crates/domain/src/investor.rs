//! An organisation that may invest (投资主体).

use crate::project::codes;

codes! {
    OrganisationKind {
        /// 企业
        Enterprise = "enterprise",
        /// 院所
        Institute = "institute",
        /// 商协会
        Association = "association",
        /// 个人
        Person = "person",
        /// 政府机构
        Government = "government",
    }
}
