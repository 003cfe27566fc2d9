//! XML parts as small trees: one top-level block at a time, names resolved to the few vocabularies
//! that matter, depth and size bounded, no document types, no entities but the five of XML.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::guard::Guard;
use super::node::{Child, Node, Vocabulary};
use crate::IntakeError;

/// Elements between two looks at the time.
const STEP: u64 = 8192;

/// A part, read from the front.
pub(super) struct Part<'a> {
    name: &'a str,
    reader: NsReader<&'a [u8]>,
    depth: u64,
}

impl<'a> Part<'a> {
    pub(super) fn new(name: &'a str, text: &'a str) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { name, reader, depth: 0 }
    }

    /// The whole part as one tree.
    pub(super) fn whole(mut self, guard: &mut Guard<'_, '_>) -> Result<Node<'a>, IntakeError> {
        let root = self.child(guard)?;
        root.ok_or_else(|| self.malformed("no element"))
    }

    /// Goes to the start of the first `w:name`, over all that comes before.
    pub(super) fn enter(&mut self, name: &str) -> Result<(), IntakeError> {
        loop {
            match self.next()? {
                (Vocabulary::Word, Event::Start(start)) if start.local_name().as_ref() == name => {
                    self.depth = 1;
                    return Ok(());
                }
                (_, Event::Eof) => return Err(self.malformed(format!("no element {name}"))),
                _ => {}
            }
        }
    }

    /// The next element on the level entered, `None` at the level's end.
    pub(super) fn child(
        &mut self,
        guard: &mut Guard<'_, '_>,
    ) -> Result<Option<Node<'a>>, IntakeError> {
        loop {
            match self.next()? {
                (vocabulary, Event::Start(start)) => {
                    return self.tree(Node::new(vocabulary, start), guard).map(Some);
                }
                (_, Event::End(_) | Event::Eof) => return Ok(None),
                _ => {}
            }
        }
    }

    /// Reads on to the end, so that a part cut short is noticed.
    pub(super) fn finish(&mut self) -> Result<(), IntakeError> {
        while !matches!(self.next()?.1, Event::Eof) {}
        Ok(())
    }

    fn tree(&mut self, root: Node<'a>, guard: &mut Guard<'_, '_>) -> Result<Node<'a>, IntakeError> {
        let mut open = vec![root];
        let mut elements = 0;
        loop {
            let event = self.next()?;
            match event {
                (vocabulary, Event::Start(start)) => {
                    elements += 1;
                    self.check(elements, open.len() as u64 + self.depth, guard)?;
                    open.push(Node::new(vocabulary, start));
                }
                (_, Event::End(_)) => {
                    let Some(done) = open.pop() else { return Err(self.malformed("end tag")) };
                    match open.last_mut() {
                        Some(parent) => parent.children.push(Child::Node(done)),
                        None => return Ok(done),
                    }
                }
                (_, Event::Eof) => return Err(self.malformed("unexpected end")),
                (_, event) => self.text(event, open.last_mut())?,
            }
        }
    }

    fn text(&self, event: Event<'a>, parent: Option<&mut Node<'a>>) -> Result<(), IntakeError> {
        let text = match event {
            Event::Text(text) => text.xml10_content(),
            Event::CData(text) => text.xml10_content(),
            Event::GeneralRef(reference) => Cow::Owned(self.resolve(&reference)?.to_string()),
            _ => return Ok(()),
        };
        if let Some(parent) = parent {
            parent.children.push(Child::Text(text));
        }
        Ok(())
    }

    fn resolve(&self, reference: &BytesRef<'_>) -> Result<char, IntakeError> {
        let number = reference.resolve_char_ref().map_err(|error| self.malformed(error))?;
        let named = match &**reference {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => None,
        };
        number.or(named).ok_or_else(|| IntakeError::Entity {
            part: self.name.to_owned(),
            name: reference.chars().take(40).collect(),
        })
    }

    fn next(&mut self) -> Result<(Vocabulary, Event<'a>), IntakeError> {
        let (vocabulary, event) = match self.reader.read_resolved_event() {
            Ok((ResolveResult::Bound(namespace), event)) => {
                (Vocabulary::of(namespace.as_ref()), event)
            }
            Ok((_, event)) => (Vocabulary::Other, event),
            Err(error) => return Err(self.malformed(error)),
        };
        if matches!(event, Event::DocType(_)) {
            return Err(IntakeError::DocumentType { part: self.name.to_owned() });
        }
        Ok((vocabulary, event))
    }

    fn check(
        &self,
        elements: u64,
        depth: u64,
        guard: &mut Guard<'_, '_>,
    ) -> Result<(), IntakeError> {
        let part = || self.name.to_owned();
        if depth > guard.limits.depth {
            return Err(IntakeError::TooDeep { part: part(), limit: guard.limits.depth });
        }
        if elements > guard.limits.elements {
            let limit = guard.limits.elements;
            return Err(IntakeError::TooManyElements { part: part(), limit });
        }
        if elements.is_multiple_of(STEP) { guard.check_elapsed() } else { Ok(()) }
    }

    fn malformed(&self, reason: impl ToString) -> IntakeError {
        IntakeError::Malformed { part: self.name.to_owned(), reason: reason.to_string() }
    }
}

/// The value of the attribute with this local name.
pub(super) fn attribute<'n>(start: &'n BytesStart<'_>, name: &str) -> Option<Cow<'n, str>> {
    let mut attributes = start.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name);
    found.and_then(|found| found.normalized_value(XmlVersion::Implicit1_0).ok())
}
