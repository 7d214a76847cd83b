//! Where a project stands in the structure of projects, from its GB/T 4754-2017 code. Offices complain of "too much
//! real estate, too little modern manufacturing and emerging services": this is what makes that a figure.

use super::codes;

codes! {
    Structure {
        /// 现代制造业
        ModernManufacturing = "modern_manufacturing",
        /// 新兴服务业
        EmergingServices = "emerging_services",
        /// 房地产
        RealEstate = "real_estate",
        /// 农业
        Agriculture = "agriculture",
        Other = "other",
    }
}

/// Services that count as emerging: logistics (58 multimodal and forwarding, 59 storage, 60 post), I information,
/// J finance, L leasing and business (headquarters 7211, exhibitions 728), M research and technical services,
/// R culture, sport and entertainment. Shops, restaurants and services to residents do not.
const EMERGING: [&str; 8] = ["G58", "G59", "G60", "I", "J", "L", "M", "R"];

/// 高技术产业（制造业）分类 and （服务业）分类 (National Bureau of Statistics, 2017 and 2018), by divisions and
/// groups: medicines, aircraft, electronics and communication, computers and office machines, medical and other
/// instruments, photosensitive and magnetic materials; information, e-commerce platforms, research and design,
/// inspection, environmental monitoring, transfer of results and intellectual property.
const HIGH_TECHNOLOGY: [&str; 18] = [
    "C2664", "C2665", "C27", "C3474", "C3475", "C358", "C374", "C39", "C40", "C4343", "I63", "I64", "I65",
    "M73", "M745", "M746", "M7484", "M75",
];

/// The section of an industry code, `C` of `C3741`; empty when it is no code.
pub fn section(industry: &str) -> &str {
    match industry.as_bytes().first() {
        Some(b'A'..=b'T') => &industry[..1],
        _ => "",
    }
}

/// The place in the structure that follows from an industry code (`C`, `C37`, `C374`, `C3741`).
pub fn structure(industry: &str) -> Structure {
    match section(industry) {
        "A" => Structure::Agriculture,
        "C" => Structure::ModernManufacturing,
        "K" => Structure::RealEstate,
        _ if within(industry, &EMERGING) => Structure::EmergingServices,
        _ => Structure::Other,
    }
}

/// Whether an industry code belongs to the high technology industries. A code too short to tell does not.
pub fn high_technology(industry: &str) -> bool {
    within(industry, &HIGH_TECHNOLOGY)
}

fn within(industry: &str, list: &[&str]) -> bool {
    list.iter().any(|prefix| industry.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structure_by_table() {
        use Structure::{Agriculture, EmergingServices, ModernManufacturing, Other, RealEstate};
        for (code, place, high) in [
            ("C374", ModernManufacturing, true),
            ("C37", ModernManufacturing, false),
            ("C3741", ModernManufacturing, true),
            ("C30", ModernManufacturing, false),
            ("C27", ModernManufacturing, true),
            ("K70", RealEstate, false),
            ("K7010", RealEstate, false),
            ("A01", Agriculture, false),
            ("L72", EmergingServices, false),
            ("M73", EmergingServices, true),
            ("I65", EmergingServices, true),
            ("G59", EmergingServices, false),
            ("G54", Other, false),
            ("F52", Other, false),
            ("D44", Other, false),
            ("", Other, false),
            ("农业", Other, false),
        ] {
            assert_eq!((structure(code), high_technology(code)), (place, high), "{code}");
        }
    }
}
