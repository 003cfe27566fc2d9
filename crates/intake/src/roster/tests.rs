use super::*;

const LIST: &str = "姓名,机构,类别,联系方式\n李建国,上坪村村民委员会,成员,13812345678\n";

fn names(bytes: &[u8]) -> Vec<String> {
    let rows = read(&text_of(bytes).unwrap()).unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

#[test]
fn every_encoding_that_an_office_saves_is_read() {
    let gbk = GB18030.encode(LIST).0.into_owned();
    let marked = format!("\u{FEFF}{LIST}");
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [LIST.as_bytes(), &gbk, marked.as_bytes(), &wide] {
        assert_eq!(names(bytes), ["李建国"]);
    }
    // a character that GBK has not and GB 18030 has
    let rare = "姓名,机构,类别\n李𬭎,甲,成员\n";
    assert_eq!(names(&GB18030.encode(rare).0), ["李𬭎"]);
    for bytes in [&b"\xFF\xFF\xFF\xFE"[..], b"PK\x03\x04\x00\x00", b"\xEF\xBB\xBF\xFF"] {
        assert_eq!(text_of(bytes), Err(RosterError::NotText));
    }
    assert_eq!(text_of(&vec![b'a'; BYTES + 1]), Err(RosterError::TooLarge));
}

#[test]
fn rows_keep_their_lines_and_quotes_hold_commas() {
    let text = "\n用户名 , 姓 名,Kind,单位,备注\n\nli,\"李,\"\"建\"\"国\",成员,上坪村,x\n,,,,\n\
         ,王秀兰,读者\n";
    let rows = read(text).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].line, rows[0].name.as_str()), (4, "李,\"建\"国"));
    assert_eq!(rows[0].login_name, "li");
    assert_eq!((rows[1].line, rows[1].organization.as_str()), (6, ""));
    let pasted = "姓名\t机构\t类别\n李建国\t上坪村\t成员\n";
    assert_eq!(read(pasted).unwrap()[0].organization, "上坪村");
    assert_eq!(read("姓名，机构，类别\n李建国，上坪村，成员\n").unwrap()[0].kind, "成员");
}

#[test]
fn what_is_no_list_is_refused_whole() {
    assert_eq!(read(""), Err(RosterError::NoHeader));
    assert_eq!(read("李建国,上坪村,成员\n"), Err(RosterError::NoHeader));
    assert_eq!(read("姓名,机构,类别\n\n"), Err(RosterError::Empty));
    assert_eq!(read("姓名,机构,类别,名字\na,b,c,d\n"), Err(RosterError::HeaderTwice));
    let many = format!("姓名,机构,类别\n{}", "甲,乙,成员\n".repeat(ROWS + 1));
    assert_eq!(read(&many), Err(RosterError::TooManyRows));
    let full = format!("姓名,机构,类别\n{}", "甲,乙,成员\n".repeat(ROWS));
    assert_eq!(read(&full).unwrap().len(), ROWS);
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_named_and_never_written() {
    let unfit = |cell: &str| {
        let text = format!("姓名,机构,类别,电话\n甲,乙,成员,\"{cell}\"\n");
        read(&text).unwrap()[0].unfit.is_some()
    };
    for cell in ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2", "＝1", "一\n二", &"长".repeat(201)]
    {
        assert!(unfit(cell), "{cell}");
    }
    assert!(!unfit("+86 13812345678") && !unfit("0798-8223456"));
    // an unclosed quote takes what follows into one cell
    assert!(read("姓名,机构,类别\n\"甲,乙,成员\n丙,丁,成员\n").unwrap()[0].unfit.is_some());
    let written = write(&[vec!["=1+1".to_owned(), "李\"建\"国".to_owned(), " @x".to_owned()]]);
    let written = String::from_utf8(written).unwrap();
    assert_eq!(written, "\u{FEFF}\"'=1+1\",\"李\"\"建\"\"国\",\"' @x\"\r\n");
}
