//! The forms of an organization's page: `POST /admin/organizations/{id}/<word>`.

use axum::extract::{Form, Path};
use axum::response::Response;
use domain::contact::TypedContacts;
use domain::ids::{OrganizationId, PersonId};
use domain::organization::Kind;
use domain::post::Duty;
use flow::{Change, FlowError};

use super::page::organization;
use crate::error::WebError;
use crate::form::{Fields, id};
use crate::visitor::{Answer, Visitor, done};

/// Words of the forms, the last part of their addresses.
pub(crate) const FORMS: [&str; 19] = [
    "create",
    "rename",
    "move",
    "merge",
    "dissolve",
    "share",
    "contacts",
    "create_post",
    "title",
    "close",
    "appoint",
    "end",
    "deputy",
    "recall",
    "kin",
    "unkin",
    "join",
    "part",
    "leave",
];

pub(crate) async fn take_form(
    word: &'static str,
    visitor: Visitor,
    Path(place): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(take(word, &visitor, &place, &Fields::new(pairs))).await
}

async fn take(word: &str, visitor: &Visitor, place: &str, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    let place: OrganizationId = id(place)?;
    // Whose page does not open, its forms do not either.
    if !super::office(visitor).await?.1.contains(&place) {
        return Err(FlowError::NotFound.into());
    }
    let changed = match change(word, visitor, place, fields).await {
        Ok(change) => visitor.site.flow().administer(Some(visitor.actor()?), &change).await,
        Err(WebError::Flow(error)) => Err(error),
        Err(error) => return Err(error),
    };
    match changed {
        Ok(_) => Ok(done(&format!("/admin/organizations/{place}"), "administered")),
        Err(error @ FlowError::Invalid(_)) => {
            let typed = (word == "contacts").then(|| contacts(fields));
            organization(visitor, place, Some(error.into()), typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What a form asks for.
async fn change(
    word: &str,
    visitor: &Visitor,
    organization: OrganizationId,
    fields: &Fields,
) -> Result<Change, WebError> {
    let text = |name: &str| fields.text(name).trim().to_owned();
    let day = |name: &str| fields.maybe(name).map(str::to_owned);
    Ok(match word {
        "create" => Change::CreateOrganization {
            parent: organization,
            kind: Kind::from_word(fields.text("kind"))
                .ok_or(FlowError::Invalid("organization_kind"))?,
            name: text("name"),
            area_code: text("area_code"),
        },
        "rename" => Change::RenameOrganization { organization, name: text("name") },
        "move" => Change::MoveOrganization { organization, parent: chosen(fields, "other")? },
        "merge" => Change::Merge { organization, into: chosen(fields, "other")? },
        "dissolve" => Change::Dissolve { organization },
        "share" => Change::ShareMembers { organization: chosen(fields, "merged")? },
        "contacts" => Change::PublishContacts { organization, contacts: contacts(fields) },
        "create_post" => Change::CreatePost {
            organization,
            duty: Duty::from_word(fields.text("duty")).ok_or(FlowError::Invalid("duty"))?,
            title: text("title"),
        },
        "title" => Change::RenamePost { post: chosen(fields, "post")?, title: text("title") },
        "close" => Change::ClosePost { post: chosen(fields, "post")? },
        "appoint" => Change::Appoint {
            post: chosen(fields, "post")?,
            person: person(visitor, fields.text("login")).await?,
            from: text("from"),
            until: day("until"),
        },
        "end" => Change::EndAppointment {
            appointment: chosen(fields, "appointment")?,
            until: day("until"),
        },
        "deputy" => Change::NameDeputy {
            appointment: chosen(fields, "appointment")?,
            person: person(visitor, fields.text("login")).await?,
            from: text("from"),
            until: text("until"),
            reason: text("reason"),
        },
        "recall" => Change::EndDeputy { deputy: chosen(fields, "deputy")? },
        "kin" => Change::EnterKin {
            persons: [
                person(visitor, fields.text("login")).await?,
                person(visitor, fields.text("other_login")).await?,
            ],
            relation: text("relation"),
        },
        "unkin" => Change::EndKin { kinship: chosen(fields, "kinship")? },
        "join" => Change::AddMember {
            organization,
            person: person(visitor, fields.text("login")).await?,
            from: text("from"),
            until: day("until"),
        },
        "part" => Change::EndMember {
            organization,
            person: chosen(fields, "person")?,
            until: day("until"),
        },
        "leave" => Change::Leave { person: person(visitor, fields.text("login")).await? },
        _ => return Err(FlowError::NotFound.into()),
    })
}

fn contacts(fields: &Fields) -> TypedContacts {
    let text = |name: &str| fields.text(name).trim().to_owned();
    TypedContacts {
        supervision: text("supervision"),
        objection: text("objection"),
        email: text("email"),
        address: text("address"),
        hours: text("hours"),
    }
}

/// What a hidden field or a choice names.
pub(super) fn chosen<T: std::str::FromStr>(fields: &Fields, name: &str) -> Result<T, WebError> {
    fields.text(name).parse().map_err(|_| FlowError::Invalid("choice").into())
}

/// Whoever has a login name.
pub(super) async fn person(visitor: &Visitor, login: &str) -> Result<PersonId, WebError> {
    let site = &visitor.site;
    let person = store::persons::by_login(site.db(), site.at(), login.trim()).await?;
    Ok(person.ok_or(FlowError::Invalid("no_person"))?.id)
}
