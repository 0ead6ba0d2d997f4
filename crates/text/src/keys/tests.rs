use proptest::prelude::*;

use super::*;

fn has(name: &str, keys: &[&str]) {
    let found = search_keys(name);
    for key in keys {
        assert!(found.iter().any(|known| known == key), "{name} lacks {key}: {found:?}");
    }
}

#[test]
fn a_name_is_found_by_itself_by_pinyin_and_by_initials() {
    assert_eq!(search_keys("张伟"), ["张伟", "zhangwei", "zw"]);
    assert_eq!(search_keys("王建国"), ["王建国", "wangjianguo", "wjg"]);
}

#[test]
fn surnames_are_read_as_surnames() {
    for (name, full, short) in [
        ("单雄信", "shanxiongxin", "sxx"),
        ("仇英", "qiuying", "qy"),
        ("曾国藩", "zengguofan", "zgf"),
        ("解珍", "xiezhen", "xz"),
        ("查良镛", "zhaliangyong", "zly"),
        ("区兆明", "ouzhaoming", "ozm"),
        ("任正非", "renzhengfei", "rzf"),
        ("翟天临", "zhaitianlin", "ztl"),
        ("朴树", "piaoshu", "ps"),
        ("缪荣", "miaorong", "mr"),
        ("员俊", "yunjun", "yj"),
        ("冼星海", "xianxinghai", "xxh"),
        ("繁华", "pohua", "ph"),
        ("折可适", "shekeshi", "sks"),
        ("盖叫天", "gejiaotian", "gjt"),
        ("阚泽", "kanze", "kz"),
    ] {
        let keys = search_keys(name);
        assert_eq!(keys[1], full, "{name}: {keys:?}");
        assert_eq!(initials(name), short, "{name}");
        has(name, &[short]);
    }
}

#[test]
fn surnames_with_two_readings_are_found_by_both() {
    has("乐嘉", &["yuejia", "lejia", "yj", "lj"]);
    has("覃勇", &["qinyong", "tanyong", "qy", "ty"]);
    has("单雄信", &["danxiongxin"]);
}

#[test]
fn compound_surnames_are_read_whole() {
    for (name, full) in [
        ("尉迟恭", "yuchigong"),
        ("长孙无忌", "zhangsunwuji"),
        ("万俟卨", "moqi"),
        ("澹台灭明", "tantaimieming"),
        ("欧阳锋", "ouyangfeng"),
        ("单于飞", "chanyufei"),
        ("令狐冲", "linghuchong"),
    ] {
        let keys = search_keys(name);
        assert!(keys[1].starts_with(full), "{name}: {keys:?}");
    }
}

#[test]
fn a_surname_character_inside_a_name_keeps_its_everyday_reading() {
    assert_eq!(search_keys("王单")[1], "wangdan");
    assert_eq!(phrase_keys("单机版")[1], "danjiban");
}

#[test]
fn given_names_with_several_readings_are_found_by_each() {
    has("李行", &["lixing", "lihang", "lx", "lh"]);
    has("王晟", &["wangsheng", "wangcheng"]);
    has("周重阳", &["zhouchongyang", "zhouzhongyang"]);
}

#[test]
fn phrases_are_found_by_each_reading() {
    let keys = phrase_keys("重庆工厂");
    assert!(keys.contains(&"chongqinggongchang".to_owned()) && keys.contains(&"cqgc".to_owned()), "{keys:?}");
}

#[test]
fn u_with_dots_is_found_by_v_and_by_u() {
    has("吕布", &["lvbu", "lubu", "lb"]);
    has("Anna Müller", &["annamvller", "annamuller", "am"]);
}

#[test]
fn names_in_letters_are_found_by_their_words_initials() {
    assert_eq!(search_keys("John Smith"), ["johnsmith", "js"]);
    has("O'Brien", &["o'brien", "obrien"]);
    assert_eq!(initials("阿卜杜拉·买买提"), "abdlmmt");
}

#[test]
fn a_query_normalised_is_a_beginning_of_a_key() {
    let keys = search_keys("欧阳 娜娜");
    for query in ["Ouyang", "ou yang na", "oynn", "欧阳娜", "ＯＹ"] {
        let query = normalise(query);
        assert!(keys.iter().any(|key| key.starts_with(&query)), "{query}");
    }
}

#[test]
fn characters_without_a_reading_survive_in_every_key() {
    // A private-use character, as old personnel systems use for rare names, and one beyond the basic plane.
    for rare in ["\u{e123}", "\u{3ffff}", "🙂"] {
        let keys = search_keys(&format!("王{rare}"));
        assert_eq!(keys, [format!("王{rare}"), format!("wang{rare}"), format!("w{rare}")]);
    }
    has("𠮷田", &["𠮷田"]);
}

#[test]
fn nothing_gives_no_key() {
    for name in ["", "  ", "·", "\u{200b}"] {
        assert!(search_keys(name).is_empty(), "{name:?}");
        assert_eq!(initials(name), "");
    }
}

#[test]
fn the_number_of_keys_is_bounded_and_the_likeliest_come_first() {
    let keys = search_keys("乐行长重行长重行长");
    assert!(keys.len() <= 1 + 2 * MOST_VARIANTS, "{}", keys.len());
    assert_eq!(keys[1], "yuexingchangchongxingchangchongxingchang");
}

proptest! {
    #[test]
    fn keys_are_normal_forms_without_repetition(name in "[\u{4e00}-\u{9fa5}A-Za-z é·ü\u{20000}-\u{2a6df}]{0,12}") {
        let keys = search_keys(&name);
        prop_assert!(keys.len() <= 1 + 2 * MOST_VARIANTS);
        for (index, key) in keys.iter().enumerate() {
            prop_assert!(!key.is_empty());
            prop_assert_eq!(&normalise(key), key);
            prop_assert!(!keys[..index].contains(key));
        }
        prop_assert!(initials(&name).is_empty() || keys.contains(&initials(&name)));
    }
}
