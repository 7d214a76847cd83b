//! Schemes that come with the program: the default, and published methods. `schemes/SOURCES.md` says what each source
//! did not show.

/// The text of the scheme that a district starts with: 三招三引, commented for the clerk who changes it.
pub const DEFAULT: &str = include_str!("../../../schemes/sanzhao-sanyin-2013.toml");

/// Id and text of every scheme, the default first.
pub const BUILT_IN: [(&str, &str); 12] = [
    ("sanzhao-sanyin-2013", DEFAULT),
    ("county-2006", include_str!("../../../schemes/county-2006.toml")),
    ("xiangxi-2009", include_str!("../../../schemes/xiangxi-2009.toml")),
    ("luohe", include_str!("../../../schemes/luohe.toml")),
    ("industry-team", include_str!("../../../schemes/industry-team.toml")),
    ("gaoan-2021", include_str!("../../../schemes/gaoan-2021.toml")),
    ("town-cluster", include_str!("../../../schemes/town-cluster.toml")),
    ("unit-sheet", include_str!("../../../schemes/unit-sheet.toml")),
    ("street-2018", include_str!("../../../schemes/street-2018.toml")),
    ("yinzhou-2008", include_str!("../../../schemes/yinzhou-2008.toml")),
    ("city-2023", include_str!("../../../schemes/city-2023.toml")),
    ("guichi-2013", include_str!("../../../schemes/guichi-2013.toml")),
];
