//! The fields of an item that an overlay gives: laid on an item of the pack, or made into a new one.

use serde::Deserialize;

use super::super::{Archive, Cadence, FieldRules, Item, NoticeMode, NoticeRule, Part, Text};

/// One list of the fields of [`Item`] makes the struct and both ways to use it, so that no field can be forgotten in
/// one of them: `needed` ones a new item must have, `may` ones it may have, `lists` are empty when left out.
macro_rules! item_change {
    (
        needed { $($need:ident: $need_type:ty,)* }
        may { $($may:ident: $may_type:ty,)* }
        lists { $($list:ident: $list_type:ty,)* }
    ) => {
        /// Every field but the id may be left out.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct ItemChange {
            pub(super) id: String,
            $($need: Option<$need_type>,)*
            $($may: Option<$may_type>,)*
            $($list: Option<$list_type>,)*
        }

        impl ItemChange {
            /// Lays the fields on `item`; names those that are other now.
            pub(super) fn apply(self, item: &mut Item) -> Vec<&'static str> {
                let mut changed = Vec::new();
                $(if let Some(value) = self.$need && item.$need != value {
                    item.$need = value;
                    changed.push(stringify!($need));
                })*
                $(if self.$may.is_some() && item.$may != self.$may {
                    item.$may = self.$may;
                    changed.push(stringify!($may));
                })*
                $(if let Some(value) = self.$list && item.$list != value {
                    item.$list = value;
                    changed.push(stringify!($list));
                })*
                changed
            }

            /// A new item, or the names of what it lacks.
            pub(super) fn complete(self) -> Result<Item, Vec<&'static str>> {
                let mut lacks = Vec::new();
                $(if self.$need.is_none() {
                    lacks.push(stringify!($need));
                })*
                let id = self.id;
                match ($(self.$need,)*) {
                    ($(Some($need),)*) => Ok(Item {
                        id,
                        $($need,)*
                        $($may: self.$may,)*
                        $($list: self.$list.unwrap_or_default(),)*
                    }),
                    _ => Err(lacks),
                }
            }
        }
    };
}

item_change! {
    needed {
        name: Text,
        category: Text,
        disclosers: Vec<String>,
        scope: String,
        forms: Vec<String>,
        cadence: Cadence,
        approval: String,
        archive: Archive,
        basis: Vec<String>,
        verified: bool,
        unverified_parts: Vec<Part>,
    }
    may {
        mode: NoticeMode,
        notice: NoticeRule,
        fields: FieldRules,
        requires_attachment: Text,
        approval_note: Text,
        board_days: u16,
        board: Text,
    }
    lists {
        widens_to: Vec<String>,
        or_scope: Vec<String>,
        also: Vec<Cadence>,
    }
}
