//! Names in running text, as far as a rule can see them: a common surname, one or two characters
//! more, and a word before or after that speaks of a person.

/// Surnames of about nine tenths of the people.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";

/// What stands before a name that begins inside a line.
const BEFORE: &str = "村民|居民|户主|学生|职工|党员|同志|社员|患者|病人|儿童|女童|男童|之子|之女|其子|其女|丈夫|妻子|儿子|女儿|孙子|孙女|父亲|母亲|对象|组";

/// A pattern for a name that begins where names begin; group 1 is the name.
pub(super) fn name() -> String {
    format!(r"(?:^|[^\u{{4E00}}-\u{{9FFF}}]|{BEFORE})([{SURNAMES}][\u{{4E00}}-\u{{9FFF}}]{{1,2}}?)")
}
