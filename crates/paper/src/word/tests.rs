use super::*;

fn values(single: &[(&str, &str)]) -> Values {
    let single = single.iter().map(|(name, value)| {
        ((*name).to_owned(), Some((*value).to_owned()).filter(|value| !value.is_empty()))
    });
    Values { single: single.collect(), ..Values::default() }
}

fn document(body: &str) -> Vec<u8> {
    let template = compose("x").unwrap();
    package::rewrite(&template, |part, xml| {
        let xml = String::from_utf8(xml.to_vec()).unwrap();
        let (head, rest) = xml.split_once("<w:body>").unwrap();
        let (_, foot) = rest.split_once("<w:sectPr>").unwrap();
        assert_eq!(part, "document");
        Ok(format!("{head}<w:body>{body}<w:sectPr>{foot}").into_bytes())
    })
    .unwrap()
}

fn problems(template: &[u8], values: &Values) -> Vec<Problem> {
    match fill(template, values) {
        Err(Error::Placeholders(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_placeholder_that_word_has_split_over_runs_is_found() {
    let body = "<w:p><w:r><w:t>致 {</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:b/></w:rPr><w:t>{姓</w:t></w:r>\
                <w:r><w:t>名}</w:t></w:r><w:r><w:t>} 与 {{ 工号 }}！</w:t></w:r></w:p>";
    let filled = fill(&document(body), &values(&[("姓名", "周志明"), ("工号", "00001")])).unwrap();
    assert_eq!(text(&filled).unwrap(), ["致 周志明 与 00001！"]);
}

#[test]
fn values_are_text_and_never_markup_and_lines_are_broken() {
    let body = "<w:p><w:r><w:t>{{正文}}</w:t></w:r></w:p>";
    let filled = fill(&document(body), &values(&[("正文", "甲 & <乙>\n第二行\u{b}{{姓名}}")])).unwrap();
    assert_eq!(text(&filled).unwrap(), ["甲 & <乙>\n第二行{{姓名}}"]);
}

#[test]
fn what_is_missing_unknown_or_open_is_refused_by_name_and_place() {
    let template = compose("# 标题\n一 {{姓名}}\n二 {{无此项}} 三 {{开着").unwrap();
    let found = problems(&template, &values(&[("姓名", "")]));
    let said: Vec<(Fault, &str, usize)> =
        found.iter().map(|problem| (problem.fault, problem.name.as_str(), problem.paragraph)).collect();
    assert_eq!(
        said,
        [(Fault::Missing, "姓名", 2), (Fault::Unclosed, "{{开着", 3), (Fault::Unknown, "无此项", 3)]
    );
    assert!(found.iter().all(|problem| problem.part == "document"));
}

fn with_list(entries: usize) -> Values {
    let entry = |place: usize| {
        [("序号", place.to_string()), ("事项", format!("事项{place}"))].map(|(k, v)| (k.to_owned(), v)).into()
    };
    Values {
        lists: [("交接".to_owned(), (1..=entries).map(entry).collect())].into(),
        fields: [("交接".to_owned(), vec!["序号".to_owned(), "事项".to_owned()])].into(),
        ..Values::default()
    }
}

#[test]
fn a_row_that_names_a_list_is_repeated_for_each_entry() {
    let template = compose("前\n| 序号 | 事项 |\n| {{交接.序号}} | {{交接.事项}} |\n后").unwrap();
    let filled = fill(&template, &with_list(3)).unwrap();
    assert_eq!(text(&filled).unwrap(), ["前", "序号\t事项", "1\t事项1", "2\t事项2", "3\t事项3", "后"]);
}

#[test]
fn an_empty_list_a_field_outside_a_row_and_an_unknown_field_are_refused() {
    let template = compose("| {{交接.序号}} |").unwrap();
    assert_eq!(problems(&template, &with_list(0))[0].fault, Fault::Missing);
    let template = compose("{{交接.序号}}").unwrap();
    assert_eq!(problems(&template, &with_list(1))[0].fault, Fault::OutsideRow);
    let template = compose("| {{交接.价格}} |").unwrap();
    assert_eq!(problems(&template, &with_list(1))[0].fault, Fault::Unknown);
}

#[test]
fn macros_outside_parts_and_what_is_no_document_are_refused() {
    let values = Values::default();
    assert_eq!(fill(b"PK\x03\x04no", &values), Err(Error::NotWord));
    assert_eq!(fill(b"plain", &values), Err(Error::NotWord));
    let with = |name: &str, bytes: &str| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        package::put(&mut writer, "word/document.xml", b"<w:document/>").unwrap();
        package::put(&mut writer, name, bytes.as_bytes()).unwrap();
        writer.finish().unwrap().into_inner()
    };
    assert_eq!(fill(&with("word/vbaProject.bin", "x"), &values), Err(Error::Macros));
    let relation = |kind: &str| {
        format!(
            "<Relationships><Relationship Id=\"a\" Type=\"http://x/{kind}\" Target=\"http://y\" TargetMode=\"External\"/></Relationships>"
        )
    };
    let name = "word/_rels/document.xml.rels";
    assert_eq!(fill(&with(name, &relation("attachedTemplate")), &values), Err(Error::Outside));
    assert!(fill(&with(name, &relation("hyperlink")), &values).is_ok());
    assert_eq!(fill(&with("word/header1.xml", "<!DOCTYPE x><w:hdr/>"), &values), Err(Error::NotWord));
}

#[test]
fn every_built_in_template_takes_its_own_names_and_leaves_nothing_open() {
    assert_eq!(kinds().len(), 9);
    for kind in kinds() {
        let filled = fill(&kind.template().unwrap(), &kind.sample())
            .unwrap_or_else(|e| panic!("{}: {e:?}", kind.code));
        let said = text(&filled).unwrap().join("\n");
        assert!(!said.contains("{{"), "{}: {said}", kind.code);
        assert!(said.contains("〔文书编号〕"), "{}", kind.code);
        for name in kind.ask.iter().map(|ask| &ask.name) {
            assert!(said.contains(&format!("〔{name}〕")), "{}: {name}", kind.code);
        }
    }
}

#[test]
fn the_certificate_lets_no_reason_in() {
    let kind = find_kind("certificate").unwrap();
    for name in ["离职原因", "通知正文", "评价", "工资"] {
        let template = compose(&format!("{{{{{name}}}}}")).unwrap();
        assert_eq!(problems(&template, &kind.sample())[0].fault, Fault::Unknown, "{name}");
    }
}
